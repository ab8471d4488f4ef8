import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { underValidation } from '@org/testing';
import { App, CfnParameter, CfnResource, Stack, Validations } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { EvidenceMode, PciEvidence, type PciEvidenceProps, Responsibility } from '../../src';
import type { Evidence } from '../../src/private/evidence/evidence';

const SAMPLE_PROPS: PciEvidenceProps = {
  mode: EvidenceMode.reportOnly(),
  day: '2026-11-25',
  responsibilities: [
    { requirement: '9.5.1', shownBy: [Responsibility.NOT_APPLICABLE], note: 'No card is ever present' },
    { requirement: '12.1.1', shownBy: [Responsibility.ORGANIZATION], note: 'Handbook, chapter 2' },
  ],
};

/** A secret that somebody wrote into a template. */
export const PLAIN_SECRET = 'correct-horse-battery';

/** An app whose evidence has every verdict, and every kind of exception. */
function sampleApp(outdir: string, props: PciEvidenceProps = SAMPLE_PROPS): App {
  const app = new App({ outdir, context: { '@aws-cdk/core:validateAgainstDefaultRules': false } });
  PciEvidence.attachTo(app, props);
  const stack = new Stack(app, 'Payments');
  const open = new CfnParameter(stack, 'Encrypted', { type: 'String' });
  cluster(stack, 'Good', { StorageEncrypted: true });
  cluster(stack, 'Bad', {});
  cluster(stack, 'Open', { StorageEncrypted: open.valueAsString });
  const exception = { rule: 'PCI.RDS.1', acceptedBy: 'Head of Payments' };
  const reason = 'A demo without card data, <deleted> each "night"';
  PciEvidence.acknowledge(cluster(stack, 'Accepted', {}), { ...exception, reason, until: '2026-12-31' });
  PciEvidence.acknowledge(cluster(stack, 'Expired', {}), { ...exception, reason, until: '2026-10-31' });
  PciEvidence.acknowledge(new Construct(stack, 'Elsewhere'), { ...exception, reason, until: '2026-12-31' });
  Validations.of(cluster(stack, 'Anonymous', {})).acknowledge({
    id: '@org/pci-evidence::PCI.RDS.1',
    reason: 'We know',
  });
  const events = { SourceType: 'db-cluster', Enabled: false };
  new CfnResource(stack, 'Events', { type: 'AWS::RDS::EventSubscription', properties: events });
  const storage = new Stack(app, 'Storage');
  new CfnResource(storage, 'Bucket', { type: 'AWS::S3::Bucket', properties: {} });
  new CfnResource(storage, 'Key', { type: 'AWS::SecretsManager::Secret', properties: { SecretString: PLAIN_SECRET } });
  return app;
}

function cluster(scope: Construct, id: string, properties: object): Construct {
  const data = new Construct(scope, id);
  new CfnResource(data, 'Cluster', {
    type: 'AWS::RDS::DBCluster',
    properties: { Engine: 'aurora-postgresql', ...properties },
  });
  return data;
}

/** All files of the sample's evidence, by name. */
export function sampleFiles(props?: PciEvidenceProps): (name: string) => string {
  const outdir = mkdtempSync(join(tmpdir(), 'sample-'));
  try {
    underValidation(() => sampleApp(outdir, props).synth());
    const names = ['evidence.json', 'report.html', 'responsibility-matrix.csv', 'evidence.sarif'];
    const oscal = ['oscal-assessment-results.json', 'oscal-component-definition.json'];
    const files = new Map(
      [...names, ...oscal].map((name) => [name, readFileSync(join(outdir, 'evidence', name), 'utf8')]),
    );
    return (name) => files.get(name) ?? '';
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

export function sampleEvidence(props?: PciEvidenceProps): Evidence {
  return JSON.parse(sampleFiles(props)('evidence.json')) as Evidence;
}
