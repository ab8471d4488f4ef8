import type { IVpc, SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import { Token } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { fail } from './validation';

/** Refuses a VPC without a place for the load balancer, before CDK or the deployment does in other words. */
export function requireSubnets(
  scope: IConstruct,
  vpc: IVpc,
  selection: SubnetSelection | undefined,
  internetFacing: boolean,
): void {
  if (internetFacing && !selection && vpc.publicSubnets.length === 0) {
    fail(
      scope,
      '`vpc` must have public subnets for an internet-facing load balancer, got: none. ' +
        'Add a public tier, or use LoadBalancerScheme.internal().',
    );
  }
  const subnets = selection ?? (internetFacing ? { subnets: vpc.publicSubnets } : undefined);
  const { subnetIds, isPendingLookup } = vpc.selectSubnets(subnets);
  if (isPendingLookup || Token.isUnresolved(subnetIds) || new Set(subnetIds).size >= 2) return;
  fail(
    scope,
    `\`vpcSubnets\` must select subnets in at least two zones, got: ${subnetIds.length}. ` +
      'Give the VPC another zone, or select more subnets.',
  );
}
