import { type IConnectable, IpProtocol, type IVpc, Port, SecurityGroup, SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import {
  type IApplicationLoadBalancerTarget,
  type IApplicationTargetGroup,
  TargetType,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { App, Stack, type StackProps } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { AuditedAlb, type AuditedAlbProps, Certificate } from '../src';

export const CERTIFICATE_ARN = 'arn:aws:acm:us-east-1:111122223333:certificate/12345678-1234-1234-1234-123456789012';

/** A stack with a stranger's VPC. */
export function stackWithVpc(
  props?: StackProps,
  stack: Stack = new Stack(new App(), 'Stack', props),
): { stack: Stack; vpc: Vpc } {
  return { stack, vpc: new Vpc(stack, 'Vpc', { natGateways: 0 }) };
}

/** A VPC of which no subnet gives out addresses, with IPv4 and IPv6. */
export function closedVpc(scope: Construct): IVpc {
  return new Vpc(scope, 'Vpc', {
    maxAzs: 2,
    natGateways: 0,
    ipProtocol: IpProtocol.DUAL_STACK,
    subnetConfiguration: [
      { name: 'Public', subnetType: SubnetType.PUBLIC, mapPublicIpOnLaunch: false },
      { name: 'Private', subnetType: SubnetType.PRIVATE_ISOLATED },
    ],
  });
}

export function addAlb(scope: Construct, vpc: IVpc, props: Partial<AuditedAlbProps> = {}, id = 'Alb'): AuditedAlb {
  return new AuditedAlb(scope, id, { vpc, certificate: Certificate.fromArn(CERTIFICATE_ARN), ...props });
}

/** A stack with a load balancer. */
export function albWith(
  props: Partial<AuditedAlbProps> = {},
  stackProps?: StackProps,
): { stack: Stack; alb: AuditedAlb } {
  const { stack, vpc } = stackWithVpc(stackProps);
  return { stack, alb: addAlb(stack, vpc, props) };
}

/** What a Fargate service is to a target group: a security group and a port. */
export class FakeService implements IApplicationLoadBalancerTarget {
  constructor(
    private readonly member: IConnectable,
    private readonly port: number,
  ) {}

  public static in(scope: Construct, vpc: IVpc, port: number, id = 'Service'): FakeService {
    return new FakeService(new SecurityGroup(scope, id, { vpc, allowAllOutbound: false }), port);
  }

  public attachToApplicationTargetGroup(targetGroup: IApplicationTargetGroup) {
    targetGroup.registerConnectable(this.member, Port.tcp(this.port));
    return { targetType: TargetType.IP };
  }
}

/** Everybody is let in by name alone. */
export const everyAddress = (cidr: string) =>
  new Error(
    `Stack/Alb: \`ingress\` must name ranges, got: '${cidr}', which is every address. Use Ingress.anywhere() to let ` +
      'everyone in.',
  );
