import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { underValidation } from '@org/testing';
import { App, CfnResource, Stack, Validations } from 'aws-cdk-lib/core';
import { EvidenceMode, PciEvidence, type PciEvidenceProps } from '../../src';

const outdir = mkdtempSync(join(tmpdir(), 'acknowledged-'));
afterAll(() => rmSync(outdir, { recursive: true }));

interface Violation {
  readonly ruleName: string;
  readonly description: string;
}

/** Synthesizes an unencrypted database that CDK was told to accept; what CDK then reports, and what the evidence says. */
function synth(props: PciEvidenceProps) {
  const app = new App({ outdir, context: { '@aws-cdk/core:validateAgainstDefaultRules': false } });
  PciEvidence.attachTo(app, { day: '2026-11-25', ...props });
  const stack = new Stack(app, 'Payments');
  new CfnResource(stack, 'Cluster', { type: 'AWS::RDS::DBCluster', properties: { Engine: 'aurora-postgresql' } });
  Validations.of(stack).acknowledge({ id: '@org/pci-evidence::PCI.RDS.1', reason: 'We know' });
  let failure: unknown;
  underValidation(() => {
    try {
      app.synth();
    } catch (error) {
      failure = error;
    }
  });
  const read = (file: string) => JSON.parse(readFileSync(join(outdir, file), 'utf8'));
  const [report] = read('validation-report.json').pluginReports;
  const reported = report.violations.find(({ ruleName }: Violation) => ruleName === 'PCI.RDS.1');
  const result = read('evidence/evidence.json').results.find(({ rule }: { rule: string }) => rule === 'PCI.RDS.1');
  return { failure, reported, result };
}

test("CDK's own acknowledgement switches no rule off: the synthesis fails, and says what it takes", () => {
  const { failure, reported, result } = synth({});
  expect(String(failure)).toContain('ValidationFailed');
  expect(reported.description).toContain(
    "The acknowledgement at 'Payments' names nobody who accepts the risk and no day on which it ends: use PciEvidence.acknowledge.",
  );
  expect(result).toMatchObject({ verdict: 'violated', cdkAcknowledgement: { at: 'Payments', reason: 'We know' } });
});

test('where violations are only reported it hides one from the report, and the evidence shows it all the same', () => {
  const { failure, reported, result } = synth({ mode: EvidenceMode.reportOnly() });
  expect(failure).toBeUndefined();
  expect(reported).toBeUndefined();
  expect(result).toMatchObject({ verdict: 'violated', cdkAcknowledgement: { at: 'Payments', reason: 'We know' } });
});
