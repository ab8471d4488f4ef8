import { type CfnResource, Names, Stack, Tokenization } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import type { NameRule } from './name-rules';

/**
 * Metadata that a construct package puts on an L1 whose name is a default of the package: it may be replaced, and what
 * is built from it follows. Part of the contract with such packages, which share no code with this one.
 */
const DERIVED_NAME = 'derived-name';

/** The name that a resource has: an override has the last word, also where CDK has no prop for the name. */
export function givenName(resource: CfnResource, attribute: string): unknown {
  const overrides = Reflect.get(resource, 'rawOverrides') as { Properties?: Record<string, unknown> } | undefined;
  return overrides?.Properties?.[`${resource.cfnPropertyName(attribute)}`] ?? Reflect.get(resource, attribute);
}

/** Whether nobody chose the name that a resource has: it has none, or CDK or a package made it up. */
export function isFree(resource: CfnResource, value: unknown, rule?: NameRule): boolean {
  if (value === undefined || hasDerivedName(resource)) return true;
  if (typeof value !== 'string') return false;
  if (isLazy(value) && !rule?.lazyDefault) return false;
  const resolved: unknown = Stack.of(resource).resolve(value);
  return resolved === undefined || madeByCdk(resource).some((name) => name === resolved);
}

function hasDerivedName(resource: CfnResource): boolean {
  return resource.node.metadata.some(({ type, data }) => type === DERIVED_NAME && data === true);
}

/**
 * An L2 without a name hands its L1 a token that holds nothing, which is resolved to be told apart. A lazy value is
 * somebody's choice, and must not be resolved this early: it remembers its first answer.
 */
function isLazy(value: string): boolean {
  const { tokens } = Tokenization.reverseString(value);
  return tokens.some((token) => 'toJSON' in token && JSON.stringify(token) === '"<unresolved-lazy>"');
}

/** The names that L2s give to resources when their author gives none. */
function madeByCdk(resource: CfnResource): string[] {
  const owner: IConstruct = resource.node.scope ?? resource;
  const unique = Names.uniqueId(owner);
  const byType: Record<string, string[]> = {
    'AWS::Backup::BackupVault': [unique.slice(-50)],
    'AWS::ElasticLoadBalancingV2::TrustStore': [Names.uniqueResourceName(owner, { maxLength: 32 })],
    'AWS::RDS::DBProxy': [owner.node.id, Names.uniqueResourceName(owner, { maxLength: 60 })],
    'AWS::RDS::DBProxyEndpoint': [Names.uniqueResourceName(owner, { maxLength: 60 })],
    'AWS::SNS::Topic': [`${Names.uniqueResourceName(owner, { maxLength: 251, separator: '-' })}.fifo`],
    'AWS::Scheduler::ScheduleGroup': [Names.uniqueResourceName(owner, { maxLength: 64, separator: '-' })],
  };
  return [unique, ...(byType[resource.cfnResourceType] ?? [])];
}
