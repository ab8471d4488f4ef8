import type { ManagedPolicy } from 'aws-cdk-lib/aws-iam';
import { Annotations, CfnResource, type IAspect, Stack, TagManager, Token } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { type BoundaryTerms, createBoundaryPolicy } from './boundary-policy';
import { fail } from './fail';
import { warnOfUnboundRoles } from './unbound-roles';

/** What acts in AWS, and so takes a boundary. */
const PRINCIPALS = ['AWS::IAM::Role', 'AWS::IAM::User'];
const PROPERTY = 'PermissionsBoundary';

/** Gives each role and user below a scope the boundary, and each stack with such a policy for it. */
export class BoundaryAspect implements IAspect {
  private readonly policies = new WeakMap<IConstruct, ManagedPolicy>();
  private readonly bound = new WeakMap<CfnResource, string>();

  constructor(
    private readonly terms: BoundaryTerms,
    private readonly owns: (node: IConstruct) => boolean,
  ) {}

  public visit(node: IConstruct): void {
    if (!this.owns(node)) return;
    // Before its children are visited: an aspect that names or tags what it finds there then finds the policy too.
    if (this.mayHost(node) && this.principalsBelow(node).some((role) => this.hostOf(role) === node))
      this.policyIn(node);
    this.refuseOtherTag(node);
    warnOfUnboundRoles(node);
    if (CfnResource.isCfnResource(node) && isPrincipal(node)) this.bind(node);
  }

  /**
   * CDK creates the roles behind cross-region references after the aspects have run, and aspects that run later may take
   * a boundary off. They are bound here, when the tree is validated: the last moment at which it can be changed.
   */
  public bindLateComers(scope: IConstruct): void {
    for (const role of this.principalsBelow(scope)) this.bind(role);
  }

  private principalsBelow(scope: IConstruct): CfnResource[] {
    return scope.node
      .findAll()
      .filter(CfnResource.isCfnResource)
      .filter((resource) => isPrincipal(resource) && this.owns(resource));
  }

  private bind(role: CfnResource): void {
    const given = boundaryOf(role);
    if (given === undefined) {
      const policy = this.policyIn(this.hostOf(role) ?? role).managedPolicyArn;
      role.addPropertyOverride(PROPERTY, policy);
      this.bound.set(role, policy);
    } else if (given !== this.bound.get(role)) {
      Annotations.of(role).addWarningV2(
        '@org/governance:own-boundary',
        'This role has a permissions boundary of its own, so that the boundary of the environment does not hold it: ' +
          'give its policy the same denials, or leave its boundary out.',
      );
    }
  }

  /** Whether `hostOf` could answer with this: to look below each construct would take its depth as often as it has nodes. */
  private mayHost(node: IConstruct): boolean {
    return Stack.isStack(node) || (node.node.scope !== undefined && !this.owns(node.node.scope));
  }

  /** Where the policy for a construct stands: the outermost scope in its stack that this boundary holds for. */
  private hostOf(node: IConstruct): IConstruct | undefined {
    const { scopes } = node.node;
    const stack = [...scopes].reverse().find((scope) => Stack.isStack(scope));
    return stack && scopes.slice(scopes.indexOf(stack)).find((scope) => this.owns(scope));
  }

  private policyIn(host: IConstruct): ManagedPolicy {
    const policy = this.policies.get(host) ?? createBoundaryPolicy(host, this.terms);
    this.policies.set(host, policy);
    return policy;
  }

  /**
   * A resource that no role here could touch is a mistake, and one that shows at deployment or later. A stack's tags go
   * to all that it holds, and IAM tells keys of tags apart without regard to case.
   */
  private refuseOtherTag(node: IConstruct): void {
    const { environment, tagKey } = this.terms;
    if (Token.isUnresolved(environment)) return;
    for (const [key, tag] of Object.entries<unknown>(TagManager.of(node)?.tagValues() ?? {})) {
      const same = key.toLowerCase() !== tagKey.toLowerCase() || tag === environment;
      if (same || Token.isUnresolved(tag)) continue;
      fail(
        node,
        `tag \`${key}\` must be '${environment}', because roles here may touch no other environment, got: '${tag}'. ` +
          'Give tags and boundary the same environment.',
      );
    }
  }
}

function isPrincipal(resource: CfnResource): boolean {
  return PRINCIPALS.includes(resource.cfnResourceType);
}

/** CDK's own providers are bare resources, so a boundary may stand in an override, in an attribute or in bare properties. */
function boundaryOf(role: CfnResource): unknown {
  const { Properties: overrides = {} } = inside(role, 'rawOverrides') as { Properties?: Record<string, unknown> };
  const bare = inside(role, '_cfnProperties');
  return PROPERTY in overrides ? overrides[PROPERTY] : (Reflect.get(role, 'permissionsBoundary') ?? bare[PROPERTY]);
}

/**
 * A field that CDK keeps to itself. To render the role instead would fix its lazy values before the last aspect has run.
 * Without the field a boundary of its author would be overwritten in silence.
 */
function inside(role: CfnResource, field: string): Record<string, unknown> {
  const value = Reflect.get(role, field) as Record<string, unknown> | undefined;
  return (
    value ??
    fail(
      role,
      `\`aws-cdk-lib\` must show whether a role has a permissions boundary, got: a version without \`${field}\`. Use one ` +
        'that @org/governance names as its peer.',
    )
  );
}
