import type { Stack } from 'aws-cdk-lib/core';
import { type Resource, resourcesOf } from './templates';

/** One statement of an identity policy. */
export interface Statement {
  readonly Effect: string;
  readonly Action?: string | string[];
  readonly Resource?: unknown;
  /** Operator, condition key, value. */
  readonly Condition?: Record<string, Record<string, unknown>>;
}

/** AWS offers no resource-level form of this action. */
const IRREDUCIBLE = 'ecr:GetAuthorizationToken';

/**
 * Allow statements of a stack's identity policies that use a wildcard: an action with `*`, or the resource `*` for
 * anything but the one action that accepts nothing else. Roles of CDK's custom resource providers carry no
 * stand-alone policies and are left to the caller through `ignore`.
 */
export function wildcardsIn(stack: Stack, ignore: (resource: Resource) => boolean = () => false): string[] {
  return resourcesOf(stack)
    .filter(({ Type }) => ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy', 'AWS::IAM::Role'].includes(Type))
    .filter((resource) => !ignore(resource))
    .flatMap((resource) =>
      statementsOf(resource)
        .filter(isWild)
        .map((statement) => `${resource.logicalId}: ${JSON.stringify(statement)}`),
    );
}

/** The statements of a policy, or of the policies inside a role. */
export function statementsOf({ Properties }: Pick<Resource, 'Properties'>): Statement[] {
  const inline = (Properties.Policies ?? []) as { PolicyDocument: { Statement: Statement[] } }[];
  return [
    ...(Properties.PolicyDocument?.Statement ?? []),
    ...inline.flatMap((policy) => policy.PolicyDocument.Statement),
  ];
}

function isWild(statement: Statement): boolean {
  const { Effect, Action = [], Resource: target } = statement;
  return Effect === 'Allow' && (namesTheRest(statement) || allowsTooMuch([Action].flat(), [target].flat()));
}

/** NotAction and NotResource leave open whatever they do not name. */
export function namesTheRest(statement: Statement): boolean {
  return 'NotAction' in statement || 'NotResource' in statement;
}

/** An action with `*`, or the resource `*` for anything but the one action that accepts nothing else. */
export function allowsTooMuch(actions: readonly string[], resources: readonly unknown[]): boolean {
  return (
    actions.some((action) => action.includes('*')) ||
    (resources.includes('*') && actions.some((action) => action !== IRREDUCIBLE))
  );
}
