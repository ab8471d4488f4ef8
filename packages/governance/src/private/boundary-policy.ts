import { Effect, ManagedPolicy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Stack, Validations } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { BOUNDARY_GRANTS_NOTHING } from './acknowledgements';

/** What a boundary holds roles to. */
export interface BoundaryTerms {
  readonly environment: string;
  /** Absent: the region of each stack. */
  readonly regions?: string[];
  readonly tagKey: string;
  readonly globalActions: string[];
}

/**
 * Actions of services that have one endpoint for all regions, in us-east-1 (us-west-2 for Global Accelerator).
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_examples_aws_deny-requested-region.html
 */
const GLOBAL_ACTIONS = [
  'budgets:*',
  'cloudfront:*',
  'ec2:DescribeRegions',
  'globalaccelerator:*',
  'health:*',
  'iam:*',
  'organizations:*',
  'route53:*',
  's3:ListAllMyBuckets',
  'shield:*',
  'sts:*',
  'support:*',
  'waf:*',
];

/**
 * With one of these a role could take its boundary off, or make, widen or become a principal that has none. A stack takes
 * a new template with the rights of the role that deployed it, whoever hands it in.
 */
const WAYS_OUT = [
  'cloudformation:CreateChangeSet',
  'cloudformation:UpdateStack',
  'cloudformation:UpdateStackSet',
  'iam:AddUserToGroup',
  'iam:AttachGroupPolicy',
  'iam:AttachRolePolicy',
  'iam:AttachUserPolicy',
  'iam:CreateAccessKey',
  'iam:CreateLoginProfile',
  'iam:CreatePolicyVersion',
  'iam:CreateRole',
  'iam:CreateServiceSpecificCredential',
  'iam:CreateUser',
  'iam:DeletePolicyVersion',
  'iam:DeleteRolePermissionsBoundary',
  'iam:DeleteUserPermissionsBoundary',
  'iam:PutGroupPolicy',
  'iam:PutRolePermissionsBoundary',
  'iam:PutRolePolicy',
  'iam:PutUserPermissionsBoundary',
  'iam:PutUserPolicy',
  'iam:ResetServiceSpecificCredential',
  'iam:SetDefaultPolicyVersion',
  'iam:UpdateAccessKey',
  'iam:UpdateAssumeRolePolicy',
  'iam:UpdateLoginProfile',
  'iam:UpdateSAMLProvider',
  'iam:UploadSSHPublicKey',
  'iam:UploadSigningCertificate',
  'sts:AssumeRoot',
];

/** The managed policy that is the boundary of all roles below `host`. */
export function createBoundaryPolicy(host: IConstruct, terms: BoundaryTerms): ManagedPolicy {
  const policy = new ManagedPolicy(host, 'EnvironmentBoundary', {
    // CloudFormation replaces the policy when this changes.
    description: 'The most that roles of this environment can do, whatever their policies allow',
    statements: [allowTheRest(), ...denials(Stack.of(host), terms)],
  });
  Validations.of(policy).acknowledge(...BOUNDARY_GRANTS_NOTHING);
  return policy;
}

/** A boundary cuts: what it does not allow is refused, so it allows what it does not refuse. It grants nothing. */
function allowTheRest(): PolicyStatement {
  return new PolicyStatement({ sid: 'LeaveTheRestToThePoliciesOfTheRole', actions: ['*'], resources: ['*'] });
}

function denials(stack: Stack, terms: BoundaryTerms): PolicyStatement[] {
  return [
    new PolicyStatement({
      sid: 'RefuseOtherRegions',
      effect: Effect.DENY,
      notActions: [...new Set([...GLOBAL_ACTIONS, ...terms.globalActions])],
      resources: ['*'],
      conditions: { StringNotEquals: { 'aws:RequestedRegion': terms.regions ?? [stack.region] } },
    }),
    refuseOtherEnvironments('RefuseResourcesOfOtherEnvironments', 'aws:ResourceTag', terms),
    refuseOtherEnvironments('RefuseTagsOfOtherEnvironments', 'aws:RequestTag', terms),
    new PolicyStatement({ sid: 'RefuseWaysOut', effect: Effect.DENY, actions: WAYS_OUT, resources: ['*'] }),
    refuseRolesThatDeploy(stack),
  ];
}

/**
 * The roles of CDK's bootstrap trust their whole account, and one of them deploys with all its rights.
 * @see https://docs.aws.amazon.com/cdk/v2/guide/bootstrapping-env.html
 */
function refuseRolesThatDeploy(stack: Stack): PolicyStatement {
  return new PolicyStatement({
    sid: 'RefuseRolesThatDeploy',
    effect: Effect.DENY,
    actions: ['sts:AssumeRole'],
    resources: [stack.formatArn({ service: 'iam', region: '', account: '*', resource: 'role', resourceName: 'cdk-*' })],
  });
}

/** `StringNotEquals` holds too where there is no tag, and most requests bring none: `Null` leaves those alone. */
function refuseOtherEnvironments(sid: string, key: string, { environment, tagKey }: BoundaryTerms): PolicyStatement {
  return new PolicyStatement({
    sid,
    effect: Effect.DENY,
    actions: ['*'],
    resources: ['*'],
    conditions: {
      StringNotEquals: { [`${key}/${tagKey}`]: environment },
      Null: { [`${key}/${tagKey}`]: 'false' },
    },
  });
}
