import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { WorkingCopy } from '../lib/working-copy';

jest.setTimeout(300_000);

const SCOPE_FILE = 'projenrc/scope.ts';
let copy: WorkingCopy;
beforeEach(() => {
  copy = new WorkingCopy();
});
afterEach(() => copy.remove());

test('projen regenerates every generated file as it is committed', () => {
  copy.projen();
  expect(copy.git('status', '--porcelain')).toBe('');
});

test('an edited generated file is put right', () => {
  const file = join(copy.folder, 'nx.json');
  chmodSync(file, 0o644);
  const generated = readFileSync(file, 'utf8');
  writeFileSync(file, '{}');
  copy.projen();
  expect(readFileSync(file, 'utf8')).toBe(generated);
});

test('the scope stands in one place: changing it re-scopes everything, and the result still checks and synthesizes', () => {
  const definition = join(copy.folder, SCOPE_FILE);
  const before = readFileSync(definition, 'utf8');
  const scope = /export const SCOPE = '(.+)';/.exec(before)?.[1] ?? '';
  expect(scope).toMatch(/^@/);
  writeFileSync(definition, before.replace(`'${scope}'`, "'@acme-pay'"));
  copy.projen();

  // The lockfile follows with the install, which this test leaves out.
  const left = copy.filesWith(`${scope}/`).filter((file) => file !== 'package-lock.json');
  expect(left).toEqual([]);
  const elsewhere = [
    'org_secure_vpc',
    'org.secure-vpc',
    'com.org',
    'Org.SecureVpc',
    'github.com/org/payment-platform-go',
  ];
  for (const name of elsewhere) expect(copy.filesWith(name).filter((file) => file.startsWith('examples'))).toEqual([]);
  const { name } = JSON.parse(readFileSync(join(copy.folder, 'packages/secure-vpc/package.json'), 'utf8'));
  expect(name.split('/')).toEqual(['@acme-pay', 'secure-vpc']);
  copy.run('tsc', ['--noEmit', '-p', 'apps/single-service/tsconfig.json']);
  copy.run('cdk', ['synth', '--quiet'], 'apps/single-service', {
    CDK_VALIDATION: 'false',
    CDK_DISABLE_CLI_TELEMETRY: 'true',
  });
});
