import type { ISubnet, IVpc, SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import { Token } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import type { LoadBalancerScheme } from '../load-balancer-scheme';
import { lacksIpv6 } from './ipv6-of-vpc';
import { subnetsInZones, zonesOf } from './subnet-zones';
import { fail } from './validation';

/** Refuses a VPC without a place for the load balancer, before CDK or the deployment does in other words. */
export function requireSubnets(
  scope: IConstruct,
  vpc: IVpc,
  selection: SubnetSelection | undefined,
  { isInternetFacing, _servesIpv6 }: LoadBalancerScheme,
): void {
  if (isInternetFacing && !selection && vpc.publicSubnets.length === 0) {
    fail(
      scope,
      '`vpc` must have public subnets for an internet-facing load balancer, got: none. ' +
        'Add a public tier, or use LoadBalancerScheme.internal().',
    );
  }
  const chosen = selection ?? (isInternetFacing ? { subnets: vpc.publicSubnets } : undefined);
  const { subnets, subnetIds, isPendingLookup } = vpc.selectSubnets(chosen);
  if (isPendingLookup || Token.isUnresolved(subnetIds)) return;
  requireTwoZones(scope, subnets);
  if (isInternetFacing) requirePublic(scope, vpc, subnets);
  // A subnet may get its block after the load balancer.
  if (_servesIpv6) scope.node.addValidation({ validate: () => ipv6Problems(subnets) });
}

/** Elastic Load Balancing takes one subnet of a zone. */
function requireTwoZones(scope: IConstruct, subnets: ISubnet[]): void {
  const count = zonesOf(subnets);
  if (count >= 2 && count === subnets.length) return;
  fail(
    scope,
    `\`vpcSubnets\` must select one subnet in each of at least two zones, got: ${subnetsInZones(subnets)}. ` +
      'Give the VPC another zone, or select other subnets.',
  );
}

function requirePublic(scope: IConstruct, vpc: IVpc, subnets: ISubnet[]): void {
  const closed = new Set([...vpc.privateSubnets, ...vpc.isolatedSubnets].map(({ subnetId }) => subnetId));
  const wrong = subnets.find(({ subnetId }) => closed.has(subnetId));
  if (!wrong) return;
  fail(
    scope,
    `\`vpcSubnets\` must select public subnets for an internet-facing load balancer, got: ${wrong.node.path}. Leave it out, ` +
      'or use LoadBalancerScheme.internal().',
  );
}

function ipv6Problems(subnets: ISubnet[]): string[] {
  const without = subnets.find(lacksIpv6);
  if (!without) return [];
  return [
    `\`vpcSubnets\` must select subnets with IPv6 addresses for this \`scheme\`, got: ${without.node.path}. Give the VPC an ` +
      'IPv6 block, or use a scheme with IPv4 alone.',
  ];
}
