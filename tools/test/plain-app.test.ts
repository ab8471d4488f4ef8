import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib/core';
import { plainPlatform } from '../bench/plain/platform';
import { appFolder } from '../lib/apps';
import { readStacks } from '../lib/assembly';
import { synthesizeProfile } from '../lib/profiles';

interface Template {
  readonly Resources: Readonly<Record<string, { readonly Type: string; readonly Properties?: object }>>;
}

/** What aws-cdk-lib writes by itself for one of the two, or what says in another way what CloudFormation assumes. */
const SAID_OTHERWISE = [
  'AWS::CloudWatch::Alarm.TreatMissingData', // `missing`, which is the default
  'AWS::EC2::SecurityGroup.SecurityGroupEgress', // a placeholder beside rules of the same stack
  'AWS::ECS::Service.DeploymentController', // `ECS`, which is the default
  'AWS::ECS::Service.ServiceRegistries', // none, so that a service can leave them
  'AWS::ElasticLoadBalancingV2::TargetGroup.HealthCheckProtocol', // `HTTP`, which is the default
  'AWS::IAM::ManagedPolicy.Roles', // the two ways to attach a policy
  'AWS::IAM::Role.ManagedPolicyArns',
  'AWS::RDS::DBCluster.DatabaseInsightsMode', // `standard`, which is the default, so that insights can be taken away
  'AWS::RDS::DBCluster.DeleteAutomatedBackups', // has no prop
  'AWS::RDS::DBCluster.PerformanceInsightsEnabled', // false, likewise
  'AWS::RDS::DBSubnetGroup.DBSubnetGroupName', // has no prop
];

const folder = mkdtempSync(join(tmpdir(), 'plain-app-'));
afterAll(() => rmSync(folder, { recursive: true }));

const profile = { app: 'single-service', name: 'single-service', context: {} };
const { assembly } = synthesizeProfile(profile, { into: folder, validation: false });
const ours = readStacks(assembly).map(({ templateFile }) => JSON.parse(readFileSync(templateFile, 'utf8')) as Template);

const { context } = JSON.parse(readFileSync(join(appFolder('single-service'), 'cdk.json'), 'utf8'));
const app = new App({ context });
plainPlatform(app);
const byHand = app.synth().stacks.map(({ template }) => template as Template);

function count(templates: readonly Template[], keys: (resource: Template['Resources'][string]) => string[]) {
  const counts: Record<string, number> = {};
  for (const { Resources } of templates) {
    for (const key of Object.values(Resources).flatMap(keys)) counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
}

test('the app written by hand has the resources of single-service, type by type', () => {
  const types = (templates: readonly Template[]) => count(templates, ({ Type }) => [Type]);
  expect(types(byHand)).toEqual(types(ours));
});

test('and sets as many of each property, but for those that are said otherwise', () => {
  const properties = (templates: readonly Template[]) =>
    Object.fromEntries(
      Object.entries(
        count(templates, ({ Type, Properties = {} }) => Object.keys(Properties).map((key) => `${Type}.${key}`)),
      ).filter(([key]) => !SAID_OTHERWISE.includes(key)),
    );
  expect(properties(byHand)).toEqual(properties(ours));
});
