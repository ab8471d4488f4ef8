import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundledProblems, contentProblems, metadataProblems, type Tarball } from '../package/content';
import { type Manifest, packageFolder, packageNames, readManifest } from '../package/manifest';
import { stage } from '../package/stage';
import { versionFor } from '../package/version';

const manifest = readManifest(packageFolder('secure-vpc'));
const whole: Tarball = {
  size: 100_000,
  files: ['package.json', 'README.md', 'LICENSE', 'API.md', '.jsii', 'lib/index.js', 'lib/index.d.ts'].map((path) => ({
    path,
    size: 1,
  })),
};
const holding = (...paths: string[]): Tarball => ({
  ...whole,
  files: [...whole.files, ...paths.map((path) => ({ path, size: 1 }))],
});

describe('the content of a tarball', () => {
  test('is lib, the assembly and the documents', () => {
    expect(contentProblems(manifest, holding('lib/private/validation.js', 'lib/secure-vpc.d.ts'))).toEqual([]);
  });

  test.each(['src/index.ts', 'lib/index.js.map', 'test/a.test.ts', '.tsbuildinfo', 'docs/a.json', 'tsconfig.json'])(
    'is nothing else, such as %s',
    (path) => expect(contentProblems(manifest, holding(path))).toEqual([`it holds ${path}, which nobody needs`]),
  );

  test('may be documents that the package publishes', () => {
    const documented = { ...manifest, files: [...manifest.files, 'docs'] };
    expect(contentProblems(documented, holding('docs/evidence.schema.json'))).toEqual([]);
  });

  test.each(whole.files.map(({ path }) => path))('holds %s', (path) => {
    const without = { ...whole, files: whole.files.filter((file) => file.path !== path) };
    expect(contentProblems(manifest, without)).toEqual([`it lacks ${path}`]);
  });

  test('holds its commands', () => {
    const withCommand = { ...manifest, bin: { audit: 'lib/cli/main.js' } };
    expect(contentProblems(withCommand, whole)).toEqual(['its command lib/cli/main.js is not in it']);
    expect(contentProblems(withCommand, holding('lib/cli/main.js'))).toEqual([]);
  });

  test('is under 150 KB', () => {
    expect(contentProblems(manifest, { ...whole, size: 149_999 })).toEqual([]);
    expect(contentProblems(manifest, { ...whole, size: 150_000 })).toEqual(['it has 150000 bytes, of at most 150000']);
  });
});

describe('the metadata of a package', () => {
  test.each(packageNames())('of %s is whole', (name) => {
    expect(metadataProblems(readManifest(packageFolder(name)))).toEqual([]);
  });

  test.each<[string, Partial<Manifest>, string]>([
    [
      'a dependency',
      { dependencies: { zod: '4.6.7' } },
      'it depends on zod: a dependency is a peer (aws-cdk-lib, constructs) or bundled',
    ],
    [
      'a peer more',
      { peerDependencies: { 'aws-cdk-lib': '^2.273.0', constructs: '^10.5.0', zod: '^4.0.0' } },
      'its peers are aws-cdk-lib, constructs, zod, not aws-cdk-lib and constructs',
    ],
    ['no peer', { peerDependencies: {} }, 'its peers are none, not aws-cdk-lib and constructs'],
    ['a keyword less', { keywords: ['cdk', 'aws-cdk'] }, 'it lacks the keyword awscdk'],
    ['another license', { license: 'MIT' }, 'its license is MIT'],
    ['no description', { description: undefined }, 'its package.json has no description'],
  ])('with %s is refused', (_what, changed, problem) => {
    expect(metadataProblems({ ...manifest, ...changed })).toEqual([problem]);
  });

  test('a bundled package is named in the README, and its license allows it', () => {
    const zod = { ...manifest, name: 'zod', license: 'MIT' };
    expect(bundledProblems([zod], 'It bundles zod (MIT).')).toEqual([]);
    expect(bundledProblems([zod], '')).toEqual(['its README does not name zod, which it bundles']);
    expect(bundledProblems([{ ...zod, license: 'GPL-3.0' }], 'zod')).toEqual(['it bundles zod, licensed GPL-3.0']);
  });
});

describe('a staged package', () => {
  let scratch: string;
  let source: string;
  beforeEach(() => {
    scratch = mkdtempSync(join(tmpdir(), 'stage-'));
    source = join(scratch, 'source');
    for (const folder of ['src', 'lib']) mkdirSync(join(source, folder), { recursive: true });
    for (const file of ['README.md', 'API.md', 'LICENSE', 'src/index.ts', 'lib/index.js', 'lib/index.d.ts'])
      writeFileSync(join(source, file), '');
    cpSync(join(packageFolder('secure-vpc'), 'package.json'), join(source, 'package.json'));
    writeFileSync(join(source, '.jsii'), JSON.stringify({ fingerprint: 'old', name: manifest.name, version: '0.0.0' }));
  });
  afterEach(() => rmSync(scratch, { recursive: true, force: true }));

  const target = () => join(scratch, 'stage');
  const read = (file: string) => JSON.parse(readFileSync(join(target(), file), 'utf8'));

  test('carries its version in package.json and in the assembly, whose fingerprint follows; the source does not', () => {
    stage(source, '1.2.3', target());
    expect(read('package.json')).toMatchObject({ name: manifest.name, version: '1.2.3' });
    expect(read('.jsii')).toEqual({
      name: manifest.name,
      version: '1.2.3',
      fingerprint: expect.stringMatching(/^[\w+/]{43}=$/),
    });
    expect(readManifest(source).version).toBe('0.0.0');
  });

  test('says nothing of this repository', () => {
    stage(source, '1.2.3', target());
    for (const field of ['devDependencies', 'nx', 'scripts', '//'])
      expect(read('package.json')).not.toHaveProperty([field]);
  });

  test('that is not built is refused', () => {
    rmSync(join(source, '.jsii'));
    expect(() => stage(source, '1.2.3', target())).toThrow(
      `${manifest.name} is not built: it has no .jsii. Run \`npm run build\` and \`npm run docs\`.`,
    );
  });

  test('that was built as another version is refused', () => {
    writeFileSync(join(source, '.jsii'), JSON.stringify({ name: manifest.name, version: '0.9.0' }));
    expect(() => stage(source, '1.2.3', target())).toThrow(
      `${manifest.name} 0.0.0 was built as ${manifest.name} 0.9.0. Run \`npm run build\` again.`,
    );
  });

  test('whose build is of other sources is refused, and names each file', () => {
    writeFileSync(join(source, 'src/new.ts'), '');
    expect(() => stage(source, '1.2.3', target())).toThrow(
      `${manifest.name} is not built from its sources:\nsrc/new.ts is not compiled\nRun \`npm run build\`.`,
    );
  });

  test.each([
    ['leaves the declarations of private modules out, and their comments', ['!lib/private/**/*.d.ts'], ''],
    ['has them, and their comments', [], '// why\n'],
  ])('%s', (_what, patterns, comment) => {
    const code = 'exports.one = () => {\n  return 1;\n};\n';
    for (const folder of ['src', 'lib']) mkdirSync(join(source, folder, 'private'));
    writeFileSync(join(source, 'src/private/one.ts'), '');
    writeFileSync(join(source, 'lib/private/one.js'), `// why\n${code}`);
    writeFileSync(join(source, 'lib/index.js'), '// public');
    const { files, ...rest } = readManifest(source);
    writeFileSync(join(source, 'package.json'), JSON.stringify({ ...rest, files: [...files, ...patterns] }));
    stage(source, '1.2.3', target());
    expect(readFileSync(join(target(), 'lib/private/one.js'), 'utf8')).toBe(comment + code);
    expect(readFileSync(join(target(), 'lib/index.js'), 'utf8')).toBe('// public');
  });

  test('leaves behind what an earlier build compiled of a source that is gone', () => {
    for (const file of ['lib/old.js', 'lib/old.d.ts']) writeFileSync(join(source, file), '');
    const { folder } = stage(source, '1.2.3', target());
    expect(readdirSync(join(folder, 'lib')).filter((file) => file.startsWith('old'))).toEqual([]);
    expect(existsSync(join(folder, 'lib/index.js'))).toBe(true);
  });
});

describe('the version of artifacts', () => {
  test('is that of package.json unless another is asked for', () => {
    expect(versionFor(undefined, '0.0.0')).toBe('0.0.0');
  });

  test.each(['1', '1.2', 'v1.2.3', '1.2.3.4', '01.2.3', '1.2.3+build', '1.2.3-', 'latest', '', '0.0.0'])(
    "'%s' is refused",
    (version) => {
      expect(() => versionFor(version, '0.0.0')).toThrow(
        `--version must be a semantic version such as 1.2.0 or 1.2.0-rc.1, and not 0.0.0, got '${version}'.`,
      );
    },
  );

  describe('of a tree', () => {
    let root: string;
    const git = (...args: string[]) => execFileSync('git', args, { cwd: root });
    beforeEach(() => {
      root = mkdtempSync(join(tmpdir(), 'tree-'));
      git('init', '--quiet');
    });
    afterEach(() => rmSync(root, { recursive: true, force: true }));

    test.each(['1.2.3', '0.1.0', '1.2.3-rc.1', '2.0.0-alpha'])('may be %s if all is committed', (version) => {
      expect(versionFor(version, '0.0.0', root)).toBe(version);
    });

    test('stays 0.0.0 while something is not', () => {
      writeFileSync(join(root, 'half.ts'), '');
      expect(() => versionFor('1.2.3', '0.0.0', root)).toThrow(
        'Version 1.2.3 would hold what is not committed:\n?? half.ts\nCommit or remove it, or leave --version out ' +
          'for artifacts of version 0.0.0.',
      );
      expect(versionFor(undefined, '0.0.0', root)).toBe('0.0.0');
    });
  });
});
