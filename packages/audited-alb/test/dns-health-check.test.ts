import { onlyResource } from '@org/testing';
import { Alarm, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { HostedZone } from 'aws-cdk-lib/aws-route53';
import { CfnParameter, Duration } from 'aws-cdk-lib/core';
import { Dns, DnsHealthCheck, type HttpsHealthCheckProps, LoadBalancerScheme } from '../src';
import { addAlb, stackWithVpc } from './fixture';

function configOf(healthCheck: DnsHealthCheck, { stack, vpc } = stackWithVpc()) {
  const hostedZone = HostedZone.fromHostedZoneAttributes(stack, 'Zone', {
    hostedZoneId: 'Z1',
    zoneName: 'example.com',
  });
  const records = [{ setIdentifier: 'blue', weight: 1, healthCheck }];
  addAlb(stack, vpc, { dns: Dns.weighted({ domainName: 'example.com', hostedZone, records }) });
  return onlyResource(stack, 'AWS::Route53::HealthCheck').Properties.HealthCheckConfig;
}

test.each<[HttpsHealthCheckProps, object]>([
  [{ path: '/ready?deep=1' }, { ResourcePath: '/ready?deep=1' }],
  [{ path: `/${'a'.repeat(254)}` }, { ResourcePath: `/${'a'.repeat(254)}` }],
  [{ interval: Duration.seconds(10) }, { RequestInterval: 10 }],
  [{ failureThreshold: 1 }, { FailureThreshold: 1 }],
  [{ failureThreshold: 10 }, { FailureThreshold: 10 }],
])('https takes %j', (props, expected) => {
  expect(configOf(DnsHealthCheck.https(props))).toMatchObject(expected);
});

test.each<[HttpsHealthCheckProps, string]>([
  ...['', 'health', '/a b', `/${'a'.repeat(255)}`].map((path): [HttpsHealthCheckProps, string] => [
    { path },
    `\`healthCheck.path\` must be a path that starts with '/', of at most 255 characters, got: '${path}'.`,
  ]),
  [{ interval: Duration.seconds(20) }, '`healthCheck.interval` must be 10 or 30 seconds, got: 20 seconds.'],
  [{ failureThreshold: 0 }, '`healthCheck.failureThreshold` must be a whole number from 1 to 10, got: 0.'],
  [{ failureThreshold: 11 }, '`healthCheck.failureThreshold` must be a whole number from 1 to 10, got: 11.'],
])('https refuses %j', (props, message) => {
  expect(() => configOf(DnsHealthCheck.https(props))).toThrow(new Error(`Stack/Alb/Dns: ${message}`));
});

test('https takes a path known only at deployment, but no such interval', () => {
  const base = stackWithVpc();
  const path = new CfnParameter(base.stack, 'Path').valueAsString;
  expect(configOf(DnsHealthCheck.https({ path }), base)).toMatchObject({ ResourcePath: { Ref: 'Path' } });

  const other = stackWithVpc();
  const interval = Duration.seconds(new CfnParameter(other.stack, 'Interval', { type: 'Number' }).valueAsNumber);
  expect(() => configOf(DnsHealthCheck.https({ interval }), other)).toThrow(
    new Error(
      'Stack/Alb/Dns: `healthCheck.interval` must be known at synthesis, got: a token. Route 53 offers 10 and 30 seconds.',
    ),
  );
});

test('alarm follows an alarm, for an internal load balancer too', () => {
  const { stack, vpc } = stackWithVpc();
  const hostedZone = HostedZone.fromHostedZoneAttributes(stack, 'Zone', {
    hostedZoneId: 'Z1',
    zoneName: 'example.com',
  });
  const metric = new Metric({ namespace: 'Own', metricName: 'Failures' });
  const alarm = new Alarm(stack, 'Alarm', { metric, threshold: 1, evaluationPeriods: 1 });
  const records = [{ setIdentifier: 'blue', weight: 1, healthCheck: DnsHealthCheck.alarm(alarm) }];
  const dns = Dns.weighted({ domainName: 'example.com', hostedZone, records });
  addAlb(stack, vpc, { dns, scheme: LoadBalancerScheme.internal() });

  expect(onlyResource(stack, 'AWS::Route53::HealthCheck').Properties.HealthCheckConfig).toEqual({
    Type: 'CLOUDWATCH_METRIC',
    AlarmIdentifier: {
      Name: { Ref: onlyResource(stack, 'AWS::CloudWatch::Alarm').logicalId },
      Region: { Ref: 'AWS::Region' },
    },
    InsufficientDataHealthStatus: 'LastKnownStatus',
    Inverted: false,
  });
});
