/** @jest-environment-options {"creationTraces": true} */
import { sampleFiles } from './sample';

const log = JSON.parse(sampleFiles()('evidence.sarif'));
const [run] = log.runs;

const resultAt = (path: string) =>
  run.results.find(
    ({ ruleId, locations }: { ruleId: string; locations: { logicalLocations: { fullyQualifiedName: string }[] }[] }) =>
      ruleId === 'PCI.RDS.1' && locations[0]?.logicalLocations[0]?.fullyQualifiedName === `Payments/${path}/Cluster`,
  );

test('a violation fails at the line that made the resource', () => {
  expect(log.version).toBe('2.1.0');
  expect(resultAt('Bad')).toMatchObject({
    kind: 'fail',
    level: 'error',
    message: {
      text: expect.stringContaining(
        '(requirement 3.5.1). Found in Properties.StorageEncrypted: nothing; expected: true.',
      ),
    },
    partialFingerprints: { 'ruleAndPlace/v1': expect.stringMatching(/^PCI\.RDS\.1:Payments\/BadCluster/) },
  });
  expect(resultAt('Bad').locations[0].physicalLocation).toEqual({
    artifactLocation: { uri: expect.stringMatching(/test\/evidence\/sample\.ts$/), uriBaseId: '%SRCROOT%' },
    region: { startLine: expect.any(Number) },
  });
  expect(resultAt('Bad').suppressions).toBeUndefined();
});

test('an accepted one is suppressed, an expired one is not, nor one by CDK alone', () => {
  expect(resultAt('Accepted').suppressions).toEqual([
    {
      kind: 'external',
      status: 'accepted',
      justification: 'A demo without card data, <deleted> each "night" (accepted by Head of Payments until 2026-12-31)',
    },
  ]);
  for (const path of ['Expired', 'Anonymous']) expect(resultAt(path).suppressions).toBeUndefined();
});

test('what is not decidable asks for a review, which SARIF wants without a level', () => {
  expect(resultAt('Open')).toMatchObject({ kind: 'review', level: 'none' });
  expect(resultAt('Good')).toBeUndefined();
});

test('every result names its rule by index, and every rule says how bad it is', () => {
  const { rules } = run.tool.driver;
  for (const { ruleId, ruleIndex } of run.results) expect(rules[ruleIndex].id).toBe(ruleId);
  for (const { defaultConfiguration, properties, helpUri } of rules) {
    expect(['error', 'warning', 'note']).toContain(defaultConfiguration.level);
    expect(Number(properties['security-severity'])).toBeGreaterThan(0);
    expect(helpUri).toMatch(/^https:/);
  }
});
