import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

jest.setTimeout(120_000);

const ROOT = join(__dirname, '../..');

/** `npm run package` as somebody calls it wrongly; nothing is built. */
function refusal(args: readonly string[], env: NodeJS.ProcessEnv = {}): string {
  const { status, stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx', 'tools/package.ts', '--no-build', ...args],
    { cwd: ROOT, encoding: 'utf8', env: { ...process.env, ...env } },
  );
  expect(status).toBe(1);
  return stderr.trim();
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

test('a toolchain that is not there is named', () => {
  const bin = mkdtempSync(join(tmpdir(), 'path-'));
  symlinkSync(process.execPath, join(bin, 'node'));
  expect(refusal(['secure-vpc', '--language', 'java'], { PATH: bin })).toBe(
    'No java here: a jar needs a JDK and Maven 3.6 or newer (mvn). Install it, or give --skip-missing.',
  );
  rmSync(bin, { recursive: true });
});
