import { type IVpc, type SubnetSelection, SubnetType } from 'aws-cdk-lib/aws-ec2';
import type { IConstruct } from 'constructs';
import { requireKnownList } from './known-list';
import { subnetsInZones, zonesOf } from './subnet-zones';
import { fail } from './validation';

/** Where the database lies: never in a public subnet, and in two zones at least, which Aurora asks for. */
export function databaseSubnets(scope: IConstruct, vpc: IVpc, given: SubnetSelection | undefined): SubnetSelection {
  const selection = given ?? quietestTier(scope, vpc);
  const { hasPublic, isPendingLookup, subnetIds, subnets } = vpc.selectSubnets(selection);
  if (isPendingLookup) return selection;
  requireKnownList(scope, 'vpcSubnets', subnetIds);
  const publicIds = new Set(vpc.publicSubnets.map(({ subnetId }) => subnetId));
  // The VPC knows its own objects only, and an imported subnet is another one.
  if (hasPublic || subnetIds.some((id) => publicIds.has(id))) {
    fail(
      scope,
      '`vpcSubnets` must select isolated or private subnets, got: a selection with public ones. ' +
        'Use { subnetType: SubnetType.PRIVATE_ISOLATED }.',
    );
  }
  if (zonesOf(subnets) < 2) {
    fail(scope, `\`vpcSubnets\` must select at least two subnets in different zones, got: ${subnetsInZones(subnets)}.`);
  }
  return selection;
}

function quietestTier(scope: IConstruct, vpc: IVpc): SubnetSelection {
  if (vpc.isolatedSubnets.length > 0) return { subnetType: SubnetType.PRIVATE_ISOLATED };
  if (vpc.privateSubnets.length > 0) return { subnetType: SubnetType.PRIVATE_WITH_EGRESS };
  fail(
    scope,
    '`vpc` must have isolated or private subnets, got: public subnets only. Add a tier of type ' +
      'SubnetType.PRIVATE_ISOLATED, or name the subnets in `vpcSubnets`.',
  );
}
