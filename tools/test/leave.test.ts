/** What docs/how-to/leave.md promises. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AuroraCluster, AuroraEngine, AuroraInstances } from '@org/aurora-pci';
import { AuditBucket, AuditPurpose, AuditTrail, ComplianceLogGroup } from '@org/compliance-logging';
import { resourcesOf, synthApp } from '@org/testing';
import { Template } from 'aws-cdk-lib/assertions';
import { InstanceType, Vpc } from 'aws-cdk-lib/aws-ec2';
import { CfnInclude } from 'aws-cdk-lib/cloudformation-include';
import { App, DefaultStackSynthesizer, RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import { appNames } from '../lib/apps';

const PACKAGES = join(__dirname, '../../packages');
const APPS = join(__dirname, '../../apps');
jest.setTimeout(120_000);
const templates = readdirSync(PACKAGES).flatMap((name) => {
  const folder = join(PACKAGES, name, 'test');
  return readdirSync(folder)
    .filter((file) => /^integ\..*\.snapshot$/.test(file))
    .flatMap((snapshot) => readdirSync(join(folder, snapshot)).map((file) => join(folder, snapshot, file)))
    .filter((file) => file.endsWith('.template.json') && !file.endsWith('Questions.template.json'));
});
const HOLD_DATA = [
  'AWS::RDS::DBCluster',
  'AWS::RDS::DBInstance',
  'AWS::RDS::DBSubnetGroup',
  'AWS::RDS::DBClusterParameterGroup',
  'AWS::S3::Bucket',
  'AWS::Logs::LogGroup',
  'AWS::KMS::Key',
  'AWS::SecretsManager::Secret',
];

const STRONG = { '@aws-cdk/core:defaultCrossStackReferences': 'strong' };
let scratch: string;
beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), 'leave-'));
});
afterAll(() => rmSync(scratch, { recursive: true }));

test.each(templates.map((file) => [file.slice(PACKAGES.length + 1), file]))(
  'a template that is included is the same, without a package of ours: %s',
  (_name, file) => expectSame(file),
);

test.each(appNames())('the templates of %s that are included are the same, without a package of ours', (app) => {
  const { templates: synthesized } = synthApp(join(APPS, app), STRONG);
  expect(Object.keys(synthesized).length).toBeGreaterThan(0);
  for (const [stack, template] of Object.entries(synthesized)) {
    const file = join(scratch, `${app}-${stack}.json`);
    writeFileSync(file, JSON.stringify(template));
    expectSame(file);
  }
});

test('an app that reports its version, as those of `cdk init` do, can be left too', () => {
  const app = new App({ analyticsReporting: true, outdir: join(scratch, 'reporting') });
  new ComplianceLogGroup(new Stack(app, 'Reporting'), 'Logs');
  const file = join(app.synth().directory, 'Reporting.template.json');
  expect(readFileSync(file, 'utf8')).toContain('AWS::CDK::Metadata');
  expectSame(file);
});

test('what holds data stays when its construct goes, and a database when told so', () => {
  const stack = new Stack(new App(), 'Staying');
  new AuditBucket(stack, 'Bucket', { purpose: AuditPurpose.data() });
  new AuditTrail(stack, 'Trail');
  new ComplianceLogGroup(stack, 'Logs');
  new AuroraCluster(stack, 'Database', {
    engine: AuroraEngine.postgres('16.8'),
    vpc: new Vpc(stack, 'Vpc', { restrictDefaultSecurityGroup: false }),
    instances: AuroraInstances.provisioned({ instanceType: new InstanceType('r6g.large') }),
    removalPolicy: RemovalPolicy.RETAIN,
  });
  const holding = resourcesOf(stack).filter(({ Type }) => HOLD_DATA.includes(Type));
  expect([...new Set(holding.map(({ Type }) => Type))].sort()).toEqual([...HOLD_DATA].sort());
  const going = holding.filter(({ DeletionPolicy, UpdateReplacePolicy }) =>
    [DeletionPolicy, UpdateReplacePolicy].some((policy) => policy !== 'Retain'),
  );
  expect(going.map(({ logicalId }) => logicalId)).toEqual([]);
});

function expectSame(templateFile: string): void {
  const synthesizer = new DefaultStackSynthesizer({ generateBootstrapVersionRule: false });
  const stack = new Stack(new App({ analyticsReporting: true }), 'Left', { analyticsReporting: false, synthesizer });
  new CfnInclude(stack, 'Template', { templateFile });
  const included = Template.fromStack(stack).toJSON();
  expect(ordered(included)).toEqual(ordered(JSON.parse(readFileSync(templateFile, 'utf8'))));
}

/** CloudFormation reads DependsOn as a set. */
function ordered(template: { Resources?: Record<string, { DependsOn?: string[] }> }): object {
  for (const { DependsOn } of Object.values(template.Resources ?? {})) if (Array.isArray(DependsOn)) DependsOn.sort();
  return template;
}
