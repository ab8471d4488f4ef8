import {
  type CfnSecurityGroup,
  type IConnectable,
  type IVpc,
  Peer,
  Port,
  SecurityGroup,
  type SubnetSelection,
} from 'aws-cdk-lib/aws-ec2';
import type { DatabaseCluster } from 'aws-cdk-lib/aws-rds';
import { type ISecret, RotationSchedule } from 'aws-cdk-lib/aws-secretsmanager';
import { Annotations, type Duration, Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { AuroraCredentials } from '../aurora-credentials';
import { EXCLUDED_CHARACTERS } from './admin-secret';
import { keepEgressClosed } from './closed-egress';
import type { EngineFamily } from './engine-family';
import { fail, requireInteger } from './validation';

interface RotationOptions {
  readonly family: EngineFamily;
  readonly vpc: IVpc;
  readonly vpcSubnets: SubnetSelection;
  readonly database: IConnectable;
  readonly cluster: DatabaseCluster;
  readonly secret: ISecret;
}

/** Changes the password at an interval, if one is chosen, and returns the security group of the function that does it. */
export function rotatePassword(
  scope: Construct,
  { _interval: interval, _managed: managed, _options: choice }: AuroraCredentials,
  options: RotationOptions,
): SecurityGroup | undefined {
  if (managed) return undefined;
  if (!interval) {
    warnOfNoRotation(scope);
    return undefined;
  }
  const { cluster, family, vpc } = options;
  checkInterval(scope, interval);
  const securityGroup = new SecurityGroup(scope, 'RotationSecurityGroup', {
    vpc,
    description: 'Rotation of the database password',
    allowAllOutbound: false,
  });
  keepEgressClosed(securityGroup);
  const rotation = new RotationSchedule(scope, 'Rotation', {
    secret: options.secret,
    automaticallyAfter: interval,
    rotateImmediatelyOnUpdate: false,
    hostedRotation: family.rotation({
      vpc,
      vpcSubnets: choice.rotationSubnets ?? options.vpcSubnets,
      securityGroups: [securityGroup],
      excludeCharacters: EXCLUDED_CHARACTERS,
    }),
  });
  // Secrets Manager tries the function at once, against instances that have to answer.
  rotation.node.addDependency(cluster);
  const secretsManager = choice.secretsManager ?? addressRange(scope, vpc);
  securityGroup.connections.allowTo(options.database, Port.tcp(family.port), 'Rotation of the password');
  securityGroup.connections.allowTo(secretsManager, Port.tcp(443), 'Rotation to Secrets Manager');
  if (leadsAnywhere(securityGroup)) warnOfOpenEgress(scope);
  return securityGroup;
}

function warnOfNoRotation(scope: Construct): void {
  Annotations.of(scope).addWarningV2(
    '@org/aurora-pci:no-rotation',
    'The password of the database admin is never changed, and PCI DSS 4.0.1 requirement 8.6.3 asks for changes at a ' +
      'period that a risk analysis supports. Use AuroraCredentials.rotated(Duration.days(30)).',
  );
}

/** Whether a rule leads to all addresses, by whatever peer it was given. */
function leadsAnywhere(securityGroup: SecurityGroup): boolean {
  const { securityGroupEgress } = securityGroup.node.defaultChild as CfnSecurityGroup;
  const rules: CfnSecurityGroup.EgressProperty[] = Stack.of(securityGroup).resolve(securityGroupEgress);
  return rules.some(({ cidrIp, cidrIpv6 }) => [cidrIp, cidrIpv6].some((range) => `${range}`.endsWith('/0')));
}

function warnOfOpenEgress(scope: Construct): void {
  Annotations.of(scope).addWarningV2(
    '@org/aurora-pci:rotation-egress-anywhere',
    'The rotation function may open connections to every address on port 443, and PCI DSS 4.0.1 requirement 1.3.2 asks to ' +
      'limit outbound traffic. Give the interface endpoint of Secrets Manager as `secretsManager`.',
  );
}

function checkInterval(scope: Construct, interval: Duration): void {
  if (interval.isUnresolved()) {
    fail(scope, '`interval` must be known at synthesis, got: a value known only at deployment.');
  }
  const days = interval.toDays({ integral: false });
  requireInteger(scope, 'interval', days, { min: 1, max: 1000, unit: 'days' });
  if (days > 90) {
    Annotations.of(scope).addWarningV2(
      '@org/aurora-pci:rotation-above-90-days',
      `The database password is rotated every ${days} days, and PCI DSS 4.0.1 requirement 8.6.3 asks for a period that a ` +
        'risk analysis supports; Security Hub checks for 90 days. Use a shorter interval in AuroraCredentials.rotated().',
    );
  }
}

function addressRange(scope: Construct, vpc: IVpc): IConnectable {
  try {
    return Peer.ipv4(vpc.vpcCidrBlock);
  } catch {
    fail(
      scope,
      '`secretsManager` must say where the rotation reaches Secrets Manager, because the imported `vpc` does not tell its ' +
        'address range, got: nothing. Give Vpc.fromVpcAttributes() a `vpcCidrBlock`, or AuroraCredentials.rotated() the ' +
        'interface endpoint.',
    );
  }
}
