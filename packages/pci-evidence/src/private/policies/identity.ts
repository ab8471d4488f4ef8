import type { Reader } from '../template/read';
import type { Resource } from '../template/template';
import { type Statement, statementsIn, statementsOf } from './statements';

/** Types whose statements say what a role, user or group may do. */
export const IDENTITY_POLICIES = [
  'AWS::IAM::Policy',
  'AWS::IAM::ManagedPolicy',
  'AWS::IAM::RolePolicy',
  'AWS::IAM::UserPolicy',
  'AWS::IAM::GroupPolicy',
];

/** What a resource of IAM allows by itself: its document, and inline policies of roles, users and groups. */
export function identityStatements(resource: Resource, reader: Reader): Statement[] {
  const inline = reader
    .lists(resource, 'Policies')
    .flat(2)
    .flatMap((policy) => statementsIn(reader.below(policy, 'PolicyDocument'), reader));
  return [...statementsOf(resource, 'PolicyDocument', reader), ...inline];
}

/** Whether a policy only limits: it is somebody's permissions boundary and attached to nobody. */
export function isBoundary(policy: Resource, reader: Reader): boolean {
  if (policy.type !== 'AWS::IAM::ManagedPolicy') return false;
  const isNamedIn = (path: string) =>
    ['AWS::IAM::Role', 'AWS::IAM::User'].some((type) => reader.referrers(policy, type, path).length > 0);
  const attached =
    ['Roles', 'Users', 'Groups'].some((key) => reader.lists(policy, key).flat().length > 0) ||
    isNamedIn('ManagedPolicyArns');
  return !attached && isNamedIn('PermissionsBoundary');
}
