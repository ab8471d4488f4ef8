import type { Acknowledgment } from 'aws-cdk-lib/core';

const ALLOWS_ALL = [
  'AwsSolutions::AwsSolutions-IAM5[Action::*]',
  'AwsSolutions::AwsSolutions-IAM5[Resource::*]',
  ...['NIST.800.53.R5', 'PCI.DSS.321', 'HIPAA.Security'].flatMap((pack) => [
    `${pack}::${pack}-IAMPolicyNoStatementsWithAdminAccess`,
    `${pack}::${pack}-IAMPolicyNoStatementsWithFullAccess`,
  ]),
];

const GRANTS_NOTHING =
  'A permissions boundary grants nothing: a role may do what both its own policies and the boundary allow. This one ' +
  'allows what it does not deny, and is attached to no principal as a policy.';

/** What scanners find in a boundary, which they take for a policy that grants. */
export const BOUNDARY_GRANTS_NOTHING: Acknowledgment[] = ALLOWS_ALL.map((id) => ({ id, reason: GRANTS_NOTHING }));
