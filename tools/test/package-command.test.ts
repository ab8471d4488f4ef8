import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

jest.setTimeout(120_000);

const ROOT = join(__dirname, '../..');

/** `npm run package` as it ends wrongly; nothing is built. */
function failure(args: readonly string[], env: NodeJS.ProcessEnv = {}): { stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx', 'tools/package.ts', '--no-build', ...args],
    { cwd: ROOT, encoding: 'utf8', env: { ...process.env, ...env } },
  );
  expect(status).toBe(1);
  return { stdout, stderr };
}

function refusal(args: readonly string[], env: NodeJS.ProcessEnv = {}): string {
  return failure(args, env).stderr.trim();
}

test('an unknown package is refused with those that there are', () => {
  expect(refusal(['secure-vcp'])).toMatch(
    /^There is no package 'secure-vcp'\. The packages are audited-alb, .*secure-vpc\.$/,
  );
});

test('an unknown language is refused with those that there are', () => {
  expect(refusal(['--language', 'cobol'])).toBe("--language must be one of js, python, java, go, dotnet, got 'cobol'.");
});

test('a wrong version is refused', () => {
  expect(refusal(['secure-vpc', '--version', 'v1'])).toContain('--version must be a semantic version');
});

describe('a toolchain that is not there', () => {
  const bin = mkdtempSync(join(tmpdir(), 'path-'));
  symlinkSync(process.execPath, join(bin, 'node'));
  afterAll(() => rmSync(bin, { recursive: true }));

  test('is named where its language was asked for', () => {
    expect(refusal(['secure-vpc', '--language', 'java'], { PATH: bin })).toBe(
      'No java here: a jar needs a JDK and Maven 3.6 or newer (mvn). Install it, or give --skip-missing.',
    );
  });

  test.each([[[]], [['--skip-missing', '--language', 'python', '--language', 'java']]])(
    'is named, and its language left out (%j)',
    (args) => {
      // Ends at the first tarball: npm is not there either.
      expect(failure(['secure-vpc', ...args], { PATH: bin }).stdout).toMatch(
        /^Left out python: a wheel needs .* \(python3\)\.\nLeft out java: a jar needs .* \(mvn\)\.\n/,
      );
    },
  );
});
