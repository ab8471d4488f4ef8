import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageVersion } from '../src/private/names';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bundle-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const writePackage = (manifest: object) => writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));

test('the version is the one that is installed', () => {
  writePackage({ name: '@org/pci-evidence', version: '1.2.3' });
  expect(packageVersion(folder)).toBe('1.2.3');
});

test('code that a bundler took along does not give the version of the app for its own', () => {
  expect(packageVersion(folder)).toBe('bundled');
  writePackage({ name: 'payments', version: '7.0.0' });
  expect(packageVersion(folder)).toBe('bundled');
});
