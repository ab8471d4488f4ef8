import {
  type AddToPrincipalPolicyResult,
  Effect,
  type IManagedPolicy,
  type IPrincipal,
  ManagedPolicy,
  type Policy,
  PolicyDocument,
  type PolicyStatement,
  Role,
} from 'aws-cdk-lib/aws-iam';
import { Annotations } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { ConditionBlock, PolicyConditions } from '../policy-conditions';
import { acknowledge, ECR_LOGIN_HAS_NO_RESOURCE } from './acknowledgements';
import { PolicyRoom } from './policy-room';
import { fail } from './validation';
import { IRREDUCIBLE, wideRights } from './wide-rights';

/** How many managed policies IAM attaches to a role, unless the account has a higher quota. */
const POLICY_QUOTA = 10;

interface ExactRoleProps {
  readonly assumedBy: IPrincipal;
  readonly description: string;
  readonly conditions?: PolicyConditions;
}

/**
 * A role whose statements all land in a customer managed policy, which can be reviewed and versioned by itself, instead
 * of an inline one, and in further ones when the first is full; each with the conditions that its owner set. A statement
 * with a wildcard leaves a warning, and so does a policy that comes another way.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-vs-inline.html
 */
export class ExactRole extends Role {
  private readonly conditions: ConditionBlock;
  private readonly policies: { readonly policy: ManagedPolicy; readonly room: PolicyRoom }[] = [];
  private foreignPolicies = 0;

  constructor(scope: Construct, id: string, props: ExactRoleProps) {
    super(scope, id, { assumedBy: props.assumedBy, description: props.description });
    this.conditions = props.conditions?._conditions ?? {};
  }

  public override addToPrincipalPolicy(statement: PolicyStatement): AddToPrincipalPolicyResult {
    // Role.customizeRoles() leaves the role to somebody else, and CDK reports the statements to them.
    if (!this.node.defaultChild) return super.addToPrincipalPolicy(statement);
    // Its copy is what counts, and what has no wildcard now could get one later.
    statement.freeze();
    this.warnOfWildcards(statement);
    const conditioned = this.conditioned(statement);
    const policy = this.policyWithRoomFor(conditioned);
    if (statement.actions.includes(IRREDUCIBLE)) acknowledge(policy, ECR_LOGIN_HAS_NO_RESOURCE);
    policy.addStatements(conditioned);
    return { statementAdded: true, policyDependable: policy };
  }

  public override addManagedPolicy(policy: IManagedPolicy): void {
    super.addManagedPolicy(policy);
    this.foreignPolicies += 1;
    this.warnOfForeign('a managed policy');
    this.warnOfQuota();
  }

  public override attachInlinePolicy(policy: Policy): void {
    super.attachInlinePolicy(policy);
    this.warnOfForeign('an inline policy');
  }

  private policyWithRoomFor(statement: PolicyStatement): ManagedPolicy {
    const roomy = this.policies.find(({ room }) => room.take(statement));
    if (roomy) return roomy.policy;
    const policy = new ManagedPolicy(
      this,
      this.policies.length === 0 ? 'Policy' : `Policy${this.policies.length + 1}`,
      {
        roles: [this],
        // It merges statements, with or without the feature flag that makes CDK do so.
        document: new PolicyDocument({ minimize: true }),
      },
    );
    const room = new PolicyRoom();
    room.take(statement);
    this.policies.push({ policy, room });
    this.warnOfQuota();
    return policy;
  }

  /** A condition on a Deny would weaken it. */
  private conditioned(statement: PolicyStatement): PolicyStatement {
    if (statement.effect !== Effect.ALLOW) return statement;
    const conditions: ConditionBlock = { ...(statement.conditions as ConditionBlock) };
    for (const [operator, wanted] of Object.entries(this.conditions)) {
      conditions[operator] = this.merge(conditions[operator] ?? {}, wanted);
    }
    return statement.copy({ conditions });
  }

  private merge(own: Record<string, unknown>, wanted: Record<string, unknown>): Record<string, unknown> {
    for (const [key, value] of Object.entries(wanted)) {
      if (!(key in own) || JSON.stringify(own[key]) === JSON.stringify(value)) continue;
      fail(
        this,
        `\`policyConditions\` must agree with the statements of the role: it asks that ${key} is ${JSON.stringify(value)}, ` +
          `got: a statement in which it is ${JSON.stringify(own[key])}. Leave the key out of the statement.`,
      );
    }
    return { ...own, ...wanted };
  }

  private warnOfWildcards(statement: PolicyStatement): void {
    const rights = wideRights(statement);
    if (rights === undefined) return;
    Annotations.of(this).addWarningV2(
      '@org/fargate-service:wildcard-permission',
      `The role may call ${rights}. PCI DSS 4.0.1 requirement 7.2.2 asks for least privilege: grant exact actions on exact ` +
        'ARNs with iam.Grant.addToPrincipal() instead of a grant method of CDK.',
    );
  }

  private warnOfQuota(): void {
    if (this.policies.length + this.foreignPolicies <= POLICY_QUOTA) return;
    Annotations.of(this).addWarningV2(
      '@org/fargate-service:policy-quota',
      `The role has more than ${POLICY_QUOTA} managed policies, and IAM takes no more unless the account has a higher quota ` +
        '(L-0DA4ABF3). Raise it before the deployment, or let more than one service do what this one does.',
    );
  }

  private warnOfForeign(kind: string): void {
    Annotations.of(this).addWarningV2(
      '@org/fargate-service:foreign-policy',
      `The role has ${kind} beside its own, which is not looked at for wildcards and gets no \`policyConditions\`. PCI DSS 4.0.1 ` +
        'requirement 7.2.5 asks for least privilege: grant what the policy holds with iam.Grant.addToPrincipal().',
    );
  }
}
