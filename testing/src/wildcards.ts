import type { Stack } from 'aws-cdk-lib/core';
import { type Resource, resourcesOf } from './templates';

interface Statement {
  readonly Effect: string;
  readonly Action?: string | string[];
  readonly Resource?: unknown;
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

function statementsOf({ Properties }: Resource): Statement[] {
  const inline = (Properties.Policies ?? []) as { PolicyDocument: { Statement: Statement[] } }[];
  return [
    ...(Properties.PolicyDocument?.Statement ?? []),
    ...inline.flatMap((policy) => policy.PolicyDocument.Statement),
  ];
}

function isWild({ Effect, Action = [], Resource: target }: Statement): boolean {
  if (Effect !== 'Allow') return false;
  const actions = [Action].flat();
  const everywhere = [target].flat().includes('*');
  return (
    actions.some((action) => action.includes('*')) || (everywhere && actions.some((action) => action !== IRREDUCIBLE))
  );
}
