import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { CONSTRUCT_PACKAGES } from '../../../projenrc/scope';
import { stageArtifacts } from '../stage';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'stage-'));
  git('init', '--quiet');
  for (const name of CONSTRUCT_PACKAGES) write(`packages/${name}/package.json`, JSON.stringify({ version: '0.0.0' }));
});
afterEach(() => rmSync(root, { recursive: true }));

function git(...args: string[]): void {
  execFileSync('git', ['-c', 'user.name=test', '-c', 'user.email=test@example.com', ...args], { cwd: root });
}

function write(file: string, text = ''): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
}

/** What `npm run package` leaves of a package. */
function built(name: string, version: string): void {
  const dist = `packages/${name}/dist`;
  write(`packages/${name}/package.json`, JSON.stringify({ version }));
  write(
    `packages/${name}/CHANGELOG.md`,
    `# Changelog\n\n## ${version} (2026-01-01)\n\n### Fixes\n- x\n\n## 0.0.9 (2025-01-01)\n\nold\n`,
  );
  write(`${dist}/js/org-${name}-${version}.tgz`);
  write(`${dist}/python/org_${name}-${version}-py3-none-any.whl`);
  write(`${dist}/java/com/org/${name}/${version}/${name}-${version}.jar`);
  write(`${dist}/dotnet/Org.${name}.${version}.nupkg`);
  write(`${dist}/go/${name}/go.mod`, version);
}

function tagged(...tags: string[]): void {
  git('commit', '--quiet', '--allow-empty', '--message', 'release');
  for (const tag of tags) git('tag', tag);
}

const staged = () =>
  existsSync(join(root, 'dist')) ? (readdirSync(join(root, 'dist'), { recursive: true }) as string[]).sort() : [];

test('what this commit released, and every Go module that was ever released', () => {
  built('aurora-pci', '0.2.0');
  built('governance', '0.1.0');
  write('dist/js/left-by-an-earlier-run.tgz');
  tagged('aurora-pci@0.2.0');
  expect(stageArtifacts(root)).toEqual(['aurora-pci@0.2.0']);
  expect(staged().filter((file) => file.includes('.'))).toEqual([
    'dotnet/Org.aurora-pci.0.2.0.nupkg',
    'go/aurora-pci/go.mod',
    'go/governance/go.mod',
    'java/com/org/aurora-pci/0.2.0',
    'java/com/org/aurora-pci/0.2.0/aurora-pci-0.2.0.jar',
    'js/org-aurora-pci-0.2.0.tgz',
    'notes/aurora-pci@0.2.0.md',
    'python/org_aurora-pci-0.2.0-py3-none-any.whl',
  ]);
  expect(readFileSync(join(root, 'dist/notes/aurora-pci@0.2.0.md'), 'utf8')).toBe('### Fixes\n- x\n\n');
});

test('a pre-release, for npm alone', () => {
  built('aurora-pci', '0.2.0-next.0');
  built('governance', '0.1.0');
  tagged('aurora-pci@0.2.0-next.0');
  stageArtifacts(root);
  expect(readdirSync(join(root, 'dist')).sort()).toEqual(['js', 'notes']);
});

test('a package that is not built, or built at another version: nothing is staged', () => {
  built('aurora-pci', '0.1.0');
  built('governance', '0.2.0');
  write('packages/aurora-pci/package.json', JSON.stringify({ version: '0.2.0' }));
  rmSync(join(root, 'packages/governance/dist/dotnet'), { recursive: true });
  tagged('aurora-pci@0.2.0', 'governance@0.2.0');
  expect(() => stageArtifacts(root)).toThrow(
    [
      'Nothing to publish:',
      '- packages/aurora-pci/dist/js has no aurora-pci 0.2.0, but org-aurora-pci-0.1.0.tgz',
      '- packages/aurora-pci/dist/python has no aurora-pci 0.2.0, but org_aurora-pci-0.1.0-py3-none-any.whl',
    ].join('\n'),
  );
  expect(() => stageArtifacts(root)).toThrow(
    /- packages\/governance\/dist\/dotnet is empty: governance is not built for it\n/,
  );
  expect(staged()).toEqual([]);
});

test.each([
  [[], 'it has no tag'],
  [['aurora-pci@0.3.0'], 'it has the tags aurora-pci@0.3.0'],
])('a commit with the tags %j is no release', (tags, message) => {
  built('aurora-pci', '0.2.0');
  tagged(...tags);
  expect(() => stageArtifacts(root)).toThrow(`This commit is no release: ${message}, and`);
});
