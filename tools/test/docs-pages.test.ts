import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { accountFor, commandsOf, type Rule } from '../docs/commands';
import { unreadFences } from '../docs/fences';
import { brokenLinks, externalLinks, treeAt } from '../docs/links';
import { parsePage } from '../docs/page';
import { runAll, synthArguments } from '../docs/runs';

const ROOT = join(__dirname, '../..');

const TREE = {
  exists: (path: string) => ['docs/page.md', 'docs/other.md', 'README.md', 'docs'].includes(path),
  read: () => '# Other\n\n## What & why?\n\n## What & why?\n\n<a name="given"></a>\n\n### `grant()` it',
};
const broken = (text: string, path = 'docs/page.md') => brokenLinks([parsePage(path, text)], TREE);

describe('links', () => {
  test.each([
    ['a file', '[x](other.md)'],
    ['a folder', '[x](../docs)'],
    ['a heading, as GitHub names it', '[x](other.md#what--why)'],
    ['the second heading of a name', '[x](other.md#what--why-1)'],
    ['a heading with code', '[x](other.md#grant-it)'],
    ['a name given in HTML', '[x](other.md#given)'],
    ['a heading of the same page', '# Here it is\n\n[x](#here-it-is)'],
    ['an address outside', '[x](https://example.com/a#b)'],
    ['a mailbox', '[x](mailto:security@example.com)'],
    ['nothing, for it is code', '`[x](nowhere.md)`\n\n```\n[x](nowhere.md)\n```'],
  ])('lead to %s', (_, text) => {
    expect(broken(text)).toEqual([]);
  });

  test.each([
    ['[x](gone.md)', 'docs/page.md:1: gone.md: there is no docs/gone.md'],
    ['text\n\n![x](gone.svg)', 'docs/page.md:3: gone.svg: there is no docs/gone.svg'],
    ['[x](other.md#no)', 'docs/page.md:1: other.md#no: docs/other.md has no heading #no'],
    ['[x](#no)', 'docs/page.md:1: #no: docs/page.md has no heading #no'],
    ['[x](/README.md)', 'docs/page.md:1: /README.md: a link inside is relative'],
    ['[x](../../README.md)', 'docs/page.md:1: ../../README.md: it leads out of the repository'],
    ['[x](http://example.com)', 'docs/page.md:1: http://example.com: a link outside is on HTTPS'],
    ['[x](https://[)', 'docs/page.md:1: https://%5B: this is no address'],
    ['[x][no]', 'docs/page.md:1: [x][no]: this leads nowhere, as Markdown reads it: write [text](address)'],
    ['[x](an other.md)', expect.stringMatching(/^docs\/page.md:1: \[x\]\(an other.md\): this leads nowhere/)],
    ['<img src="gone.svg">', 'docs/page.md:1: gone.svg: there is no docs/gone.svg'],
    ['| a |\n|---|\n| [x](gone.md) |', 'docs/page.md:3: gone.md: there is no docs/gone.md'],
  ])('that lead nowhere are told: %s', (text, message) => {
    expect(broken(text)).toEqual([message]);
  });

  test('lead to what a clone has, and not to what git ignores', () => {
    const { exists } = treeAt(ROOT);
    expect(['README.md', 'tools/docs', 'tools/docs/', 'tools/docs/links.ts'].filter((path) => !exists(path))).toEqual(
      [],
    );
    expect(exists('node_modules')).toBe(false);
  });

  test('outside are listed once', () => {
    const page = parsePage('README.md', '[a](https://b.example) [b](https://a.example) [c](https://b.example)');
    expect(externalLinks([page])).toEqual(['https://a.example', 'https://b.example']);
  });
});

describe('fences', () => {
  const unread = (path: string, language: string) => unreadFences([parsePage(path, `\`\`\`${language}\nx\n\`\`\``)]);

  test.each([
    ['docs/how-to/a.md', 'ts'],
    ['packages/shop/README.md', 'ts'],
    ['apps/shop/README.md', 'sh'],
    ['README.md', ''],
    ['README.md', 'text'],
  ])('of %s in %j are read, or need not be', (path, language) => {
    expect(unread(path, language)).toEqual([]);
  });

  test.each([
    [
      'apps/shop/README.md',
      'ts',
      /^apps\/shop\/README\.md:1: TypeScript is compiled in docs\/ and in READMEs of packages/,
    ],
    ['docs/a.md', 'typescript', /^docs\/a\.md:1: no check reads a fence of 'typescript'. Use one of sh, /],
    ['docs/a.md', 'powershell', /^docs\/a\.md:1: no check reads a fence of 'powershell'/],
  ])('of %s in %s would go stale', (path, language, message) => {
    expect(unread(path, language)).toEqual([expect.stringMatching(message)]);
  });
});

describe('commands', () => {
  const lines = (text: string, path = 'apps/shop/README.md') =>
    commandsOf(parsePage(path, text)).map(({ line, folder }) => [folder, line]);

  test('stand in fences of a shell, without comments, and go on after a backslash', () => {
    expect(
      lines('```sh\n# once\nnpx cdk deploy A \\\n  -c a=b   # why\n\n$ ls\n```\n\n```ts\nconst a = 1;\n```'),
    ).toEqual([
      ['apps/shop', 'npx cdk deploy A -c a=b'],
      ['apps/shop', 'ls'],
    ]);
  });

  test('follow the reader, who reads docs at the root', () => {
    const text = '```\nls\ncd apps/shop\nls\n```\n\n```\nls\ncd ../..\nls\n```';
    expect(lines(text, 'docs/how-to/page.md').map(([folder]) => folder)).toEqual(['.', 'apps/shop', 'apps/shop', '.']);
  });

  test('in a clone are those at the root', () => {
    expect(lines('```\ngit clone https://example.com/it.git\ncd it\nnpm test\n```', 'docs/page.md')).toEqual([
      ['.', 'git clone https://example.com/it.git'],
      ['.', 'npm test'],
    ]);
  });

  test('in an indented block are commands too', () => {
    expect(lines('Then:\n\n    npx cdk ls -c a=b\n')).toEqual([['apps/shop', 'npx cdk ls -c a=b']]);
  });

  test('in running text count where they have arguments, in the order of the page', () => {
    const text =
      'Run `npm test`, `npm run demo -- --keep` or `npx cdk diff`.\n\n```\ncd ..\n```\n\n| `npx cdk destroy -c a=b` | `cdk.out` |\n|---|---|';
    expect(lines(text)).toEqual([
      ['apps/shop', 'npm run demo -- --keep'],
      ['apps', 'npx cdk destroy -c a=b'],
    ]);
    expect(lines(text, 'docs/adr/0001-it.md')).toEqual([]);
  });

  const rules: Rule[] = [
    { command: /npx cdk synth .*/ },
    { command: /npx cdk deploy (.*)/, runAs: 'npx cdk synth $1' },
    { command: 'npm test', notRun: 'it runs this' },
  ];
  const account = (line: string, known = rules) => accountFor({ line, folder: '.', at: 'README.md:7' }, known);

  test('are run, run as others, or not run for a reason', () => {
    expect(account('npx cdk synth -c a=b')).toMatchObject({ run: 'npx cdk synth -c a=b' });
    expect(account('npx cdk deploy -c a=b')).toMatchObject({ run: 'npx cdk synth -c a=b' });
    expect(account('npm test')).toMatchObject({ because: 'it runs this' });
  });

  test('that no rule knows are refused, and so is what a rule knows but the beginning of', () => {
    const refusal = /^README.md:7: '.*' is accounted for by no rule\. Give it one in tools\/docs\/command-rules\.ts\.$/;
    expect(() => account('rm -rf /')).toThrow(refusal);
    expect(() => account('npm test && rm -rf /')).toThrow(refusal);
  });

  test('that several rules know are refused', () => {
    expect(() => account('npm test', [...rules, { command: /npm .*/ }])).toThrow(/several rules, npm test and/);
  });
});

test.each(['npx cdk synth -c a="b c"', 'npx cdk synth | cat', 'npx cdk synth $HOME', 'npx cdk --help', 'npx tsc'])(
  'is no synth, and left to a shell: %s',
  (command) => expect(synthArguments(command)).toBeUndefined(),
);

test('a synth is left to the CLI as it stands', () =>
  expect(synthArguments('npx cdk synth --quiet -c environment=dev')).toEqual([
    'synth',
    '--quiet',
    '-c',
    'environment=dev',
  ]));

test('an option that the CDK CLI does not know, and ignores, is a failure', async () => {
  const command = `echo 'Unknown option(s): --al. These will be ignored.'`;
  expect(await runAll([{ command, folder: '.', at: 'README.md:7' }], () => {})).toEqual([
    expect.stringMatching(/^README\.md:7: 'echo .*\n {2}Unknown option\(s\): --al\. /),
  ]);
});

test('without git one line says that it is needed', () => {
  const argv = ['--import', 'tsx', 'tools/docs-pages.ts', '--external'];
  const { status, stderr } = spawnSync(process.execPath, argv, {
    cwd: ROOT,
    encoding: 'utf8',
    env: { ...process.env, PATH: join(tmpdir(), 'nowhere') },
  });
  expect([status, stderr]).toEqual([1, 'git is needed, and is not on the PATH: https://git-scm.com\n']);
}, 60_000);
