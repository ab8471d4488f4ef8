import { CfnVPCBlockPublicAccessExclusion, CfnVPCBlockPublicAccessOptions, type Vpc } from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';

/**
 * Excludes the public subnets of a VPC from VPC Block Public Access, and switches it on where that is asked for. The
 * exclusions come first, so that load balancers that exist already lose no connection.
 */
export function blockPublicAccess(scope: Construct, vpc: Vpc, blocksRegion: boolean): void {
  const place = new Construct(scope, 'PublicAccessBlock');
  const exclusions = vpc.publicSubnets.map(
    ({ node, subnetId }) =>
      new CfnVPCBlockPublicAccessExclusion(place, node.id, {
        internetGatewayExclusionMode: 'allow-bidirectional',
        subnetId,
      }),
  );
  if (!blocksRegion) return;
  const options = new CfnVPCBlockPublicAccessOptions(place, 'Region', { internetGatewayBlockMode: 'block-ingress' });
  options.node.addDependency(...exclusions);
}
