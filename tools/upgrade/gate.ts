import { packageVersion } from '../../projenrc/package-versions';
import { CONSTRUCT_PACKAGES, type ConstructPackageName } from '../../projenrc/scope';
import { type Break, stackBreaks } from '../../testing/src/updates/stack-breaks';
import { UpdateBehaviour } from '../../testing/src/updates/update-behaviour';
import { type Commit, readCommits, withoutReverted } from '../lib/commits';
import { Git } from '../lib/git';
import { shippedPaths, tagOf } from '../release/repository';
import { apiBreaks } from './api-breaks';
import {
  APPS_BASELINE,
  neverReleased,
  type PackageBaseline,
  packageBaseline,
  readAppsBaseline,
  readPackageBaseline,
} from './baseline';
import { baselineProblems } from './baseline-problems';
import { type PackageView, readAppStacks, readPackageView, type StackSets } from './state';

export interface Verdict {
  /** One message for each thing that must not be. */
  readonly refused: readonly string[];
  /** Breaks that a commit announced. */
  readonly accepted: readonly string[];
  /** What was compared with what, for the summary. */
  readonly compared: readonly string[];
}

/** Breaks of one package, test or app, and where a commit that announces them would have to be. */
interface Finding {
  readonly subject: string;
  readonly breaks: readonly Break[];
  readonly baseline: string;
  /** The tag of the release that the baseline is of, where there has been one. */
  readonly tag?: string;
  readonly paths: readonly string[];
}

/** Holds this tree to the upgrade promise (docs/upgrading.md). Reads what was built: compile and synthesize first. */
export async function judge(root: string): Promise<Verdict> {
  const git = new Git(root);
  const behaviour = new UpdateBehaviour();
  const problems = baselineProblems(git);
  if (problems.length > 0) return { refused: problems, accepted: [], compared: [] };

  const packages = CONSTRUCT_PACKAGES.flatMap((name) => {
    const before = readPackageBaseline(root, name);
    return before ? [{ name, before, after: readPackageView(root, name) }] : [];
  });
  const apis = packages.map(({ name, before, after }) => [name, { before: before.api, after: after.api }] as const);
  const broken = await apiBreaks(root, Object.fromEntries(apis));
  const apps = readAppsBaseline(root)?.stacks ?? {};
  const findings = [
    ...packages.flatMap((one) => packageFindings(root, one, broken[one.name] ?? [], behaviour)),
    ...appFindings(root, apps, readAppStacks(root), behaviour),
  ];
  const verdicts = await Promise.all(
    findings.filter(({ breaks }) => breaks.length > 0).map((one) => announced(git, one)),
  );
  return {
    refused: verdicts.flatMap(({ refused }) => refused),
    accepted: verdicts.flatMap(({ accepted }) => accepted),
    compared: [...packages.map(({ name, before }) => tagOf(name, before.version)), ...Object.keys(apps)],
  };
}

interface PackageComparison {
  readonly name: ConstructPackageName;
  readonly before: PackageBaseline;
  readonly after: PackageView;
}

function packageFindings(
  root: string,
  { name, before, after }: PackageComparison,
  api: readonly Break[],
  behaviour: UpdateBehaviour,
): Finding[] {
  const tag = neverReleased() ? undefined : tagOf(name, packageVersion(name).version);
  const [baseline, shipped] = [packageBaseline(name), shippedPaths(root, name)];
  const tests = Object.entries(before.stacks).map(([test, stacks]) => ({
    ...{ baseline, tag, subject: `packages/${name}/test/${test}` },
    breaks: stackBreaks(stacks, after.stacks[test] ?? [], behaviour),
    // A test may break its own stack on purpose; that is announced by a commit to the test.
    paths: [...shipped, `packages/${name}/test/${test}`],
  }));
  return [{ baseline, tag, subject: `the API of ${name}`, breaks: api, paths: shipped }, ...tests];
}

function appFindings(root: string, before: StackSets, after: StackSets, behaviour: UpdateBehaviour): Finding[] {
  return Object.entries(before).map(([app, stacks]) => ({
    subject: `apps/${app}`,
    breaks: stackBreaks(stacks, after[app] ?? [], behaviour),
    baseline: APPS_BASELINE,
    paths: [...CONSTRUCT_PACKAGES.flatMap((name) => shippedPaths(root, name)), `apps/${app}`, 'tools/app-kit/src'],
  }));
}

/** Whether a commit since the baseline says that it breaks something here. */
async function announced(git: Git, finding: Finding): Promise<{ refused: string[]; accepted: string[] }> {
  const { subject, breaks, paths } = finding;
  const list = breaks.map(({ where, what }) => `  ${where}\n    ${what}`).join('\n');
  const since = git.shallow ? undefined : sinceOf(git, finding);
  if (since === undefined) {
    const why = 'This clone is shallow, so no commit can announce it: `git fetch --unshallow --tags`.';
    return { refused: [`${subject} breaks what was released:\n${list}\n  ${why}`], accepted: [] };
  }
  const commits = await readCommits(git, `${since}..HEAD`, paths);
  const breaking = withoutReverted(commits).find((commit) => commit.breaking !== undefined);
  if (breaking) return { refused: [], accepted: [`${subject}, announced by ${line(breaking)}:\n${list}`] };
  const dirty = git.run('status', '--porcelain', '--', ...paths) === '' ? [] : ['changes that are not committed'];
  const causes = [...commits.map(line), ...dirty].map((cause) => `\n    ${cause}`);
  const reason =
    causes.length > 0
      ? `by one of these, between ${since} and the working tree:${causes.join('')}`
      : `although none of its sources changed since ${since}: a tool did, or this compares an old build`;
  return { refused: [`${subject} breaks what was released:\n${list}\n  ${reason}`], accepted: [] };
}

/** Where history begins for a baseline: at its tag, or before the first release at the commit that wrote it. */
function sinceOf(git: Git, { baseline, tag }: Finding): string {
  if (tag && git.ask('rev-parse', '--verify', '--quiet', `refs/tags/${tag}`)) return tag;
  return git.run('log', '-1', '--format=%h', '--', baseline) || 'HEAD';
}

function line({ hash, header }: Commit): string {
  return `${hash.slice(0, 8)} ${header}`;
}
