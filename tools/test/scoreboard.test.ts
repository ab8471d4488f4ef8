import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { evidence, reported } from '../scoreboard/measure';

const folder = mkdtempSync(join(tmpdir(), 'scoreboard-'));
afterAll(() => rmSync(folder, { recursive: true }));
const violation = (count: number) => ({ violatingConstructs: Array.from({ length: count }, () => ({})) });

test('findings are counted by construct, each pack by itself and the rest as CDK', () => {
  const pluginReports = [
    { pluginName: 'HIPAA.Security', violations: [violation(2), violation(1)], suppressedViolations: [violation(4)] },
    { pluginName: 'Construct Annotations', violations: [violation(1)] },
    { pluginName: '@org/pci-evidence', violations: [violation(9)] },
  ];
  writeFileSync(join(folder, 'validation-report.json'), JSON.stringify({ pluginReports }));
  expect(reported(folder)).toMatchObject({
    'HIPAA.Security': { unexplained: 3, acknowledged: 4 },
    AwsSolutions: { unexplained: 0, acknowledged: 0 },
    cdk: { unexplained: 1, acknowledged: 0 },
  });
});

test('an app without evidence is not measured, and not taken for one without violations', () => {
  expect(evidence(folder)).toEqual({});
  mkdirSync(join(folder, 'evidence'));
  writeFileSync(
    join(folder, 'evidence', 'evidence.json'),
    JSON.stringify({ summary: { violated: 2, acknowledged: 1 } }),
  );
  expect(evidence(folder)).toEqual({ '@org/pci-evidence': { unexplained: 2, acknowledged: 1 } });
});
