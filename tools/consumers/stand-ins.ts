/**
 * What a README's example takes as given, by its type: real constructs, so that the example can be synthesized.
 * Copied into the folder of a stranger, beside the example.
 */
import { Alarm, type IAlarm, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { type IConnectable, type IVpc, SecurityGroup, SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import {
  ApplicationLoadBalancer,
  ApplicationProtocol,
  ApplicationTargetGroup,
  type IApplicationLoadBalancerTarget,
  TargetType,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { AuroraPostgresEngineVersion, DatabaseClusterEngine, type IClusterEngine } from 'aws-cdk-lib/aws-rds';
import { HostedZone, type IHostedZone } from 'aws-cdk-lib/aws-route53';
import { type IParameter, StringParameter } from 'aws-cdk-lib/aws-ssm';
import { App, Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';

export const standIns = {
  App: (): App => new App(),
  Stack: (app: Construct): Stack => new Stack(app, 'Given'),
  IVpc: (scope: Construct): IVpc => given(scope, 'Vpc', () => vpc(scope)),
  SecurityGroup: (scope: Construct): SecurityGroup =>
    new SecurityGroup(scope, 'GivenGroup', { vpc: standIns.IVpc(scope), allowAllOutbound: false }),
  IConnectable: (scope: Construct): IConnectable => standIns.SecurityGroup(scope),
  IHostedZone: (scope: Construct): IHostedZone =>
    HostedZone.fromHostedZoneAttributes(scope, 'Zone', { hostedZoneId: 'Z0123456789ABC', zoneName: 'example.com' }),
  IApplicationLoadBalancerTarget: (_scope: Construct): IApplicationLoadBalancerTarget => ({
    attachToApplicationTargetGroup: () => ({ targetType: TargetType.IP }),
  }),
  ApplicationTargetGroup: (scope: Construct): ApplicationTargetGroup => {
    const targets = new ApplicationTargetGroup(scope, 'Targets', {
      vpc: standIns.IVpc(scope),
      port: 8080,
      protocol: ApplicationProtocol.HTTP,
      targetType: TargetType.IP,
    });
    const alb = new ApplicationLoadBalancer(scope, 'GivenAlb', { vpc: standIns.IVpc(scope) });
    alb.addListener('Http', { port: 80, open: false, defaultTargetGroups: [targets] });
    return targets;
  },
  IAlarmList: (scope: Construct): IAlarm[] => [
    new Alarm(scope, 'Alarm', {
      metric: new Metric({ namespace: 'Given', metricName: 'Errors' }),
      threshold: 1,
      evaluationPeriods: 1,
    }),
  ],
  IParameter: (scope: Construct): IParameter =>
    StringParameter.fromStringParameterAttributes(scope, 'Host', { parameterName: '/given/host' }),
  IClusterEngine: (_scope: Construct): IClusterEngine =>
    DatabaseClusterEngine.auroraPostgres({ version: AuroraPostgresEngineVersion.VER_16_6 }),
};

function vpc(scope: Construct): Vpc {
  return new Vpc(scope, 'Vpc', {
    subnetConfiguration: [
      { name: 'public', subnetType: SubnetType.PUBLIC },
      { name: 'private', subnetType: SubnetType.PRIVATE_WITH_EGRESS },
      { name: 'isolated', subnetType: SubnetType.PRIVATE_ISOLATED },
    ],
  });
}

/** One of a kind in a scope, however many of the others need it. */
function given<T>(scope: Construct, id: string, make: () => T): T {
  return (scope.node.tryFindChild(id) as T | undefined) ?? make();
}
