import type { InstanceType } from 'aws-cdk-lib/aws-ec2';
import { ClusterInstance, type IClusterInstance } from 'aws-cdk-lib/aws-rds';
import { Annotations, Token } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import type { ProvisionedInstancesOptions, ServerlessV2InstancesOptions } from '../aurora-instances-options';
import { memoryOf } from './instance-memory';
import { fail, requireMatch } from './validation';

/** What the cluster reads from the choice of instances. */
export interface InstancePlan {
  readonly writer: IClusterInstance;
  readonly readers: IClusterInstance[];
  readonly minCapacity?: number;
  readonly maxCapacity?: number;
  /** Memory of the smallest instance, at its largest; absent if it is known only at deployment. */
  readonly memoryGiB?: number;
}

/** What the cluster decides for its instances. */
export interface InstanceSettings {
  readonly scope: IConstruct;
  readonly readerIds: string[];
  readonly preferredMaintenanceWindow: string | undefined;
}

const HARDENED = { publiclyAccessible: false, autoMinorVersionUpgrade: true };
const AURORA_CLASS = /^(r\d+|x2|t[34])[a-z]*\.(medium|large|\d*xlarge)$/;
const GIB_OF_ACU = 2;

export function provisionedPlan(
  { instanceType, readerInstanceType = instanceType }: ProvisionedInstancesOptions,
  { scope, readerIds, preferredMaintenanceWindow }: InstanceSettings,
): InstancePlan {
  requireAuroraClass(scope, 'instanceType', instanceType);
  requireAuroraClass(scope, 'readerInstanceType', readerInstanceType);
  const common = { ...HARDENED, preferredMaintenanceWindow };
  return {
    writer: ClusterInstance.provisioned('Writer', { ...common, instanceType }),
    readers: readerIds.map((id) =>
      ClusterInstance.provisioned(id, { ...common, instanceType: readerInstanceType, promotionTier: 1 }),
    ),
    memoryGiB: smallest(memoryOf(instanceType), memoryOf(readerInstanceType)),
  };
}

export function serverlessPlan(
  { minCapacity, maxCapacity }: ServerlessV2InstancesOptions,
  { scope, readerIds, preferredMaintenanceWindow }: InstanceSettings,
): InstancePlan {
  requireCapacity(scope, 'minCapacity', minCapacity, 0.5);
  requireCapacity(scope, 'maxCapacity', maxCapacity, 1);
  if (!Token.isUnresolved(minCapacity) && !Token.isUnresolved(maxCapacity) && minCapacity > maxCapacity) {
    fail(scope, `\`minCapacity\` must not be above \`maxCapacity\` (${maxCapacity} ACU), got: ${minCapacity}.`);
  }
  const common = { ...HARDENED, preferredMaintenanceWindow };
  return {
    writer: ClusterInstance.serverlessV2('Writer', common),
    readers: readerIds.map((id, index) =>
      ClusterInstance.serverlessV2(id, { ...common, scaleWithWriter: index === 0 }),
    ),
    minCapacity,
    maxCapacity,
    memoryGiB: Token.isUnresolved(maxCapacity) ? undefined : maxCapacity * GIB_OF_ACU,
  };
}

export function warnOfOutage(scope: IConstruct): void {
  Annotations.of(scope).addWarningV2(
    '@org/aurora-pci:no-failover-target',
    'The cluster has no reader to fail over to, and is down for some ten minutes when Aurora replaces its writer. Use ' +
      'at least one of `readers` (PCI DSS 4.0.1 requirement 12.10.1 asks for a plan to recover).',
  );
}

function smallest(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined || other === undefined ? undefined : Math.min(one, other);
}

function requireAuroraClass(scope: IConstruct, prop: string, type: InstanceType): void {
  const allowed = "an instance class of Aurora (r, x2 or t, medium or larger, without 'db.', such as 'r6g.large')";
  requireMatch(scope, prop, type.toString(), AURORA_CLASS, allowed);
}

function requireCapacity(scope: IConstruct, prop: string, capacity: number, min: number): void {
  if (Token.isUnresolved(capacity)) return;
  if (capacity >= min && capacity <= 256 && Number.isInteger(capacity * 2)) return;
  fail(scope, `\`${prop}\` must be from ${min} to 256 ACU in steps of 0.5, got: ${capacity}.`);
}
