import { ScalableTarget, ServiceNamespace } from 'aws-cdk-lib/aws-applicationautoscaling';
import { Role } from 'aws-cdk-lib/aws-iam';
import type { DatabaseCluster } from 'aws-cdk-lib/aws-rds';
import { Stack, Token } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { AuroraInstances } from '../aurora-instances';
import type { ReaderScaling } from '../reader-scaling';
import { fail, requireInteger } from './validation';

const SERVICE = 'rds.application-autoscaling.amazonaws.com';

/** Lets Application Auto Scaling add readers and remove them again, once those of the template answer. */
export function scaleReaders(
  scope: Construct,
  cluster: DatabaseCluster,
  { _readers: readers, _readerScaling: scaling }: AuroraInstances,
): void {
  if (!scaling) return;
  const { maxReaders, metric, policyId, target } = scaling._rules;
  checkRange(scope, scaling, readers);
  const parent = new Construct(scope, 'ReaderScaling');
  const scalable = new ScalableTarget(parent, 'Target', {
    serviceNamespace: ServiceNamespace.RDS,
    scalableDimension: 'rds:cluster:ReadReplicaCount',
    resourceId: `cluster:${cluster.clusterIdentifier}`,
    minCapacity: readers,
    maxCapacity: maxReaders,
    // The service takes its own role, whatever is given; naming it spares one of ours.
    role: Role.fromRoleArn(parent, 'Role', serviceLinkedRole(scope), { mutable: false }),
  });
  scalable.scaleToTrackMetric(policyId, { predefinedMetric: metric, targetValue: target });
  scalable.node.addDependency(cluster);
}

/** Refuses a range that leaves nothing to scale. */
function checkRange(scope: Construct, scaling: ReaderScaling, readers: number): void {
  const { maxReaders, target, targetProp, targetRange } = scaling._rules;
  if (readers === 0) {
    fail(scope, '`readers` must be at least 1 with `readerScaling`, which measures readers, got: 0.');
  }
  requireInteger(scope, 'maxReaders', maxReaders, { min: 1, max: 15 });
  if (!Token.isUnresolved(maxReaders) && maxReaders <= readers) {
    fail(scope, `\`maxReaders\` must be above \`readers\` (${readers}), got: ${maxReaders}.`);
  }
  requireInteger(scope, targetProp, target, targetRange);
}

function serviceLinkedRole(scope: Construct): string {
  return Stack.of(scope).formatArn({
    service: 'iam',
    region: '',
    resource: 'role',
    resourceName: `aws-service-role/${SERVICE}/AWSServiceRoleForApplicationAutoScaling_RDSCluster`,
  });
}
