import { type CfnResource, type IResolveContext, Lazy, Token } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';

/**
 * Where L2s of CDK copy the family of a task definition, as text: the service would not deploy, and the state machine
 * would start no task, if the family alone were replaced.
 */
const COPIES: Readonly<Record<string, { attribute: string; family: RegExp }>> = {
  'AWS::ECS::Service': { attribute: 'taskDefinition', family: /^\w+/g },
  'AWS::StepFunctions::StateMachine': { attribute: 'definitionString', family: /(?<="TaskDefinition":")\w+/g },
};

/** The families that gave way, and the names that replaced them, by the root of their tree. */
const replaced = new WeakMap<IConstruct, Map<string, unknown>>();
const following = new WeakSet<IConstruct>();

/** Remembers the family that CDK made up for a task definition. */
export function familyGaveWay(resource: CfnResource, family: unknown, name: string): void {
  if (resource.cfnResourceType !== 'AWS::ECS::TaskDefinition' || typeof family !== 'string') return;
  const { root } = resource.node;
  replaced.set(root, (replaced.get(root) ?? new Map()).set(family, name));
}

/** Has a copy of such a family follow. The task definition may be named later than this is called. */
export function letCopyFollow(resource: CfnResource): void {
  const copy = COPIES[resource.cfnResourceType];
  const given: unknown = copy && Reflect.get(resource, copy.attribute);
  if (!copy || given === undefined || following.has(resource)) return;
  following.add(resource);
  const produce = (context: IResolveContext) => {
    const families = replaced.get(resource.node.root);
    return inText(context.resolve(given), (text) =>
      text.replace(copy.family, (family) => String(families?.get(family) ?? family)),
    );
  };
  Reflect.set(resource, copy.attribute, Token.asString(Lazy.uncachedAny({ produce })));
}

/** Text stands by itself or in parts between references, which are left alone. */
function inText(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  const [separator, parts] = (value as { 'Fn::Join'?: [string, unknown[]] } | undefined)?.['Fn::Join'] ?? [];
  return parts
    ? { 'Fn::Join': [separator, parts.map((part) => (typeof part === 'string' ? change(part) : part))] }
    : value;
}
