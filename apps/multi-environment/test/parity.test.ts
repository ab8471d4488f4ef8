import type { AppTemplate } from '@org/testing';
import { type Apart, apart, asTable, differences, typesOf } from './differences';
import { type EnvironmentName, underTest } from './synthesized';

const templates = underTest.synth({ environmentSuffix: 'aa1' }).templates as Record<EnvironmentName, AppTemplate>;

/**
 * What may differ between environments, which of them stands apart, and the row that allows it. Names that stand here
 * end in a hash, because they would be too long or not unique.
 */
const ALLOWED: readonly (readonly [what: string, apart: Apart, row: string])[] = [
  ['ApplicationAutoScaling::ScalableTarget.MaxCapacity', 'dev', 'S2-ECS-02'],
  ['ApplicationAutoScaling::ScalableTarget.MinCapacity', 'dev', 'S2-ECS-02'],
  ['ApplicationAutoScaling::ScalingPolicy.TargetTrackingScalingPolicyConfiguration.TargetValue', 'dev', 'S2-ECS-02'],
  ['CloudWatch::Alarm.Threshold', 'each', 'S2-ALERT-03'],
  ['EC2::EIP, number', 'dev', 'S2-NET-02'],
  ['EC2::NatGateway, number', 'dev', 'S2-NET-02'],
  ['EC2::Route, number', 'dev', 'S2-NET-02'],
  ['EC2::Route.NatGatewayId', 'dev', 'S2-NET-02'],
  ['EC2::RouteTable, number', 'dev', 'S2-NET-02'],
  ['EC2::SecurityGroup, number', 'prod', 'S2-SEC-03'],
  ['EC2::SecurityGroup.SecurityGroupIngress[].CidrIp', 'each', 'S2-NET-01'],
  ['EC2::SecurityGroupEgress, number', 'prod', 'S2-SEC-03'],
  ['EC2::SecurityGroupIngress, number', 'prod', 'S2-SEC-03'],
  ['EC2::Subnet, number', 'dev', 'S2-NET-02'],
  ['EC2::Subnet.CidrBlock', 'each', 'S2-NET-01'],
  ['EC2::SubnetRouteTableAssociation, number', 'dev', 'S2-NET-02'],
  ['EC2::VPC.CidrBlock', 'each', 'S2-NET-01'],
  ['ECS::TaskDefinition.Cpu', 'dev', 'S2-ECS-01'],
  ['ECS::TaskDefinition.Memory', 'dev', 'S2-ECS-01'],
  ['ElasticLoadBalancingV2::TargetGroup.Name', 'each', 'S2-NAME-02'],
  ['IAM::Role.Tags[].aws-cdk:id', 'each', 'S2-NAME-02'],
  ['Logs::LogGroup.RetentionInDays', 'each', 'S2-LOG-01'],
  ['RDS::DBCluster.BackupRetentionPeriod', 'prod', 'S2-CTX-02'],
  ['RDS::DBInstance.DBInstanceClass', 'dev', 'S2-CTX-02'],
  // Events wait for the subscription of the mailbox, whose id is made from the address.
  ['RDS::EventSubscription.DependsOn[]', 'each', 'S2-ALERT-02'],
  ['Route53::HealthCheck, number', 'prod', 'S2-DNS-01'],
  ['Route53::RecordSet, number', 'prod', 'S2-DNS-01'],
  ['S3::Bucket.LoggingConfiguration.LogFilePrefix', 'each', 'S2-NAME-02'],
  ['SNS::Subscription.Endpoint', 'each', 'S2-ALERT-02'],
  ['SecretsManager::ResourcePolicy, number', 'prod', 'S2-SEC-03'],
  ['SecretsManager::RotationSchedule, number', 'prod', 'S2-SEC-03'],
  ['Template.Outputs.Url.Value', 'each', 'S2-DNS-02'],
  ['Template.Transform', 'prod', 'S2-SEC-03'],
  ['WAFv2::WebACL.VisibilityConfig.MetricName', 'each', 'S2-NAME-02'],
];

const found = differences(templates).map((difference) => ({ ...difference, apart: apart(difference) }));

test('S2-CTX-01, S2-TEST-01: environments differ in what the rows allow, and in nothing else', () => {
  const rowOf = new Map(ALLOWED.map(([what, , row]) => [what, row]));
  const rows = found.map(({ what, values }) => [rowOf.get(what) ?? 'NOT ALLOWED', what, ...values]);
  process.stdout.write(`${asTable([['row', 'what differs', 'dev', 'staging', 'prod'], ...rows], 48)}\n`);

  expect(found.map(({ what, apart: who }) => `${what}: ${who}`).sort()).toEqual(
    ALLOWED.map(([what, who]) => `${what}: ${who}`).sort(),
  );
});

test('S2-CTX-01: dev and staging have the same types of resources, prod only what production alone has', () => {
  const [dev, staging, prod] = [typesOf(templates.dev), typesOf(templates.staging), typesOf(templates.prod)];
  expect(dev).toEqual(staging);
  expect(prod).toEqual(
    [
      ...staging,
      'AWS::Route53::HealthCheck',
      'AWS::SecretsManager::ResourcePolicy',
      'AWS::SecretsManager::RotationSchedule',
    ].sort(),
  );
});

test('the comparison sees a changed property, a lacking resource and a reference, and no name of an environment', () => {
  const template = (name: string, properties: object, more: object = {}) =>
    ({
      Resources: { A: { Type: 'AWS::X::A', Properties: { Name: `${name}-us-east-1-pay-a`, ...properties } }, ...more },
    }) as AppTemplate;
  const b = { B: { Type: 'AWS::X::B', Properties: {} } };
  expect(
    differences({
      dev: template('dev', { Size: 1, Of: { Ref: 'A' } }),
      staging: template('staging', { Size: 2, Of: { Ref: 'A' }, All: [{ Ref: 'B' }] }, b),
      prod: template('prod', { Size: 2, Of: { Ref: 'B' }, All: [{ Ref: 'B' }] }, b),
    }),
  ).toEqual([
    { what: 'X::A.Of', values: ['A', 'A', 'B'] },
    { what: 'X::A.Size', values: ['1', '2', '2'] },
    { what: 'X::B, number', values: ['-', '1', '1'] },
  ]);
});
