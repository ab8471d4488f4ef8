import type { Git } from './git';

/** A commit as conventional commits read it: https://www.conventionalcommits.org. */
export interface Commit {
  readonly hash: string;
  readonly header: string;
  /** `feat`, `fix` ...; undefined where the header follows no convention. */
  readonly type?: string;
  readonly scope?: string;
  readonly description: string;
  /** What breaks, in the words of the commit. */
  readonly breaking?: string;
  /** The commit that this one takes back. */
  readonly reverts?: string;
  /** Paths below the ones that were asked for. */
  readonly files: readonly string[];
}

/** Types that the convention, and this repository, know. Any other is a mistyped one. */
const TYPES = 'feat fix perf revert docs style refactor test build ci chore'.split(' ');

const RECORD = '\u0001';
const FIELD = '\u0002';

/** Commits of a range that touch these paths, newest first, merges left out. */
export async function readCommits(git: Git, range: string, paths: readonly string[]): Promise<Commit[]> {
  const log = git.run(
    'log',
    '--no-merges',
    `--format=${RECORD}%H${FIELD}%B${FIELD}`,
    '--name-only',
    range,
    '--',
    ...paths,
  );
  const parser = await newParser();
  return log
    .split(RECORD)
    .slice(1)
    .map((record) => {
      const [hash = '', message = '', files = ''] = record.split(FIELD);
      return { ...parse(parser, message), hash, files: files.split('\n').filter(Boolean) };
    });
}

/** Leaves out commits that another one in the list takes back, and that other one with them. */
export function withoutReverted(commits: readonly Commit[]): Commit[] {
  const gone = new Set<Commit>();
  for (const commit of commits) {
    const reverted = commit.reverts && commits.find(({ hash }) => hash.startsWith(commit.reverts as string));
    // A revert that was itself reverted takes nothing back. Newest first: it is known by now.
    if (reverted && !gone.has(commit)) gone.add(reverted).add(commit);
  }
  return commits.filter((commit) => !gone.has(commit));
}

type Parser = Awaited<ReturnType<typeof newParser>>;

/** The parser is an ES module, which this program of CommonJS can only await. */
async function newParser() {
  const { CommitParser } = await import('conventional-commits-parser');
  return new CommitParser({
    headerPattern: /^(\w+)(?:\(([^)]+)\))?!?: (.+)$/,
    breakingHeaderPattern: /^(\w+)(?:\(([^)]+)\))?!: (.+)$/,
    headerCorrespondence: ['type', 'scope', 'subject'],
    noteKeywords: ['BREAKING CHANGE', 'BREAKING-CHANGE'],
    revertPattern: /^(?:revert: |Revert ")[\s\S]*?This reverts commit ([0-9a-f]{7,40})/,
    revertCorrespondence: ['hash'],
  });
}

function parse(parser: Parser, message: string): Omit<Commit, 'hash' | 'files'> {
  const parsed = parser.parse(message.trim() || '(no message)');
  const header = parsed.header ?? '';
  const reverts = parsed.revert?.hash ?? undefined;
  const type = header.startsWith('Revert "') ? 'revert' : (parsed.type ?? '').toLowerCase();
  return {
    header,
    type: TYPES.includes(type) ? type : undefined,
    scope: parsed.scope ?? undefined,
    description: parsed.subject ?? header,
    breaking: parsed.notes[0]?.text,
    reverts,
  };
}
