import { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { type App, type Environment, RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import { Addressing, Endpoints, NatGateways, NetworkTiers, SecureVpc, Zones } from '../src';

/** What the package offers, twice in one stack, with a bucket and a key from another. */
export function build(app: App, env?: Environment): Stack {
  const buckets = new Stack(app, 'Buckets', { env });
  const stack = new Stack(app, 'Stack', { env });
  const encryptionKey = new Key(buckets, 'Key', { enableKeyRotation: true });
  const large = new SecureVpc(stack, 'Large', {
    endpoints: Endpoints.forFargate(),
    flowLogBucket: new Bucket(buckets, 'Bucket', { encryptionKey }),
  });
  large.addAlarms();
  new SecureVpc(stack, 'Small', {
    addressing: Addressing.cidr('10.1.0.0/20'),
    zones: Zones.first(2),
    tiers: NetworkTiers.publicPrivate(),
    natGateways: NatGateways.single(),
    removalPolicy: RemovalPolicy.DESTROY,
  });
  return stack;
}
