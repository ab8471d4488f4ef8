import { type Acknowledgement, AWS_SOLUTIONS, HIPAA, NIST, PCI } from './acknowledge';

export { acknowledge } from './acknowledge';

const CLOUDFORMATION = 'CloudFormation-Validate::';

const inPacks = (packs: string[], ...rules: string[]) =>
  packs.flatMap((pack) => rules.map((rule) => `${pack}-${rule}`));

export const AURORA_BACKS_UP_BY_ITSELF: Acknowledgement = {
  rules: inPacks([NIST, HIPAA], 'RDSInBackupPlan'),
  reason:
    'The rule looks for instances in a plan of AWS Backup, and the data of Aurora belongs to the cluster: Aurora backs it ' +
    'up continuously, for the backup retention of the cluster, and AWS Backup takes clusters, not their instances.',
};

export const REMOVED_WITH_ITS_STACK: Acknowledgement = {
  rules: [`${AWS_SOLUTIONS}-RDS10`, ...inPacks([NIST, HIPAA], 'RDSInstanceDeletionProtectionEnabled')],
  reason:
    'RemovalPolicy.DESTROY was chosen for this cluster, whose data is to go with the stack; protection would stop that. The ' +
    'default, RemovalPolicy.SNAPSHOT, turns it on.',
};

export const PORT_IS_NO_SECRET: Acknowledgement = {
  rules: [`${AWS_SOLUTIONS}-RDS11`],
  reason:
    'Only security groups that are named reach the port, from subnets without public addresses, over TLS. Another number ' +
    'would hide it from nobody who is in there, and surprise every client and tool.',
};

export const RESTORED_TO_ANY_SECOND: Acknowledgement = {
  rules: [`${AWS_SOLUTIONS}-RDS14`],
  reason:
    'Continuous backups restore a new cluster to any second of the backup retention. Backtrack reaches back 72 hours at ' +
    'the most and rewinds the cluster itself, with the records of what happened since.',
};

export const GENERAL_LOG_HOLDS_CARD_DATA: Acknowledgement = {
  rules: inPacks([NIST, PCI, HIPAA], 'RDSLoggingEnabled[LogExport::general]'),
  reason:
    'The audit log records who did what, connections and all DCL, DDL and DML. The general log repeats every statement ' +
    'word for word, which would put more card data into logs than requirement 3.2.1 of PCI DSS 4.0.1 allows to keep.',
};

export const SLOW_QUERIES_ARE_A_CHOICE: Acknowledgement = {
  rules: inPacks([NIST, PCI, HIPAA], 'RDSLoggingEnabled[LogExport::slowquery]'),
  reason:
    'The log of slow statements serves performance; the audit log holds what an investigation needs. `slowQueryThreshold` ' +
    'turns it on where statements are known to hold no card data.',
};

export const RESTORED_ADMIN_HAS_A_NAME: Acknowledgement = {
  rules: [`${CLOUDFORMATION}F3021`],
  reason:
    'The rule asks for MasterUsername beside MasterUserPassword. Restored data bring the admin user with them, and ' +
    'CloudFormation must not be given another name; the password is set once the data are there.',
};

export const SET_AFTER_THE_RESTORE: Acknowledgement = {
  rules: [`${CLOUDFORMATION}W3689`],
  reason:
    'MasterUserPassword and StorageEncrypted are not part of the restore: CloudFormation sets the password afterwards, and ' +
    'KmsKeyId alone encrypts. StorageEncrypted stays to be seen by whoever judges the template.',
};

export const PASSWORD_IS_NOT_ROTATED: Acknowledgement = {
  rules: [`${AWS_SOLUTIONS}-SMG4`, ...inPacks([NIST, HIPAA], 'SecretsManagerRotationEnabled')],
  reason:
    'AuroraCredentials.generated() was chosen. The decision stays visible as the warning ' +
    '@org/aurora-pci:no-rotation, until somebody acknowledges that one with the reason for this database.',
};

export const SECRET_HAS_KEY_OF_AWS: Acknowledgement = {
  rules: inPacks([NIST, PCI, HIPAA], 'SecretsManagerUsingKMSKey'),
  reason:
    'StorageEncryption.awsManaged() was chosen and no key for the secret: it is encrypted with aws/secretsmanager, as the ' +
    'storage is with aws/rds. The default is a customer-managed key for both.',
};

export const LOGS_HAVE_KEY_OF_AWS: Acknowledgement = {
  rules: inPacks([NIST, PCI, HIPAA], 'CloudWatchLogGroupEncrypted'),
  reason:
    'A storage key of AWS or of somebody else was chosen and no `logEncryptionKey`: CloudWatch Logs encrypts the group with ' +
    'a key of its own. The default is the key of the cluster.',
};

/** @param resource ARN of the streams, as the template has it, references in angle brackets */
export function monitoringStreams(resource: string): Acknowledgement {
  return {
    rules: [`${AWS_SOLUTIONS}-IAM5[Resource::${resource}]`],
    reason:
      'Enhanced Monitoring names a stream after the resource id of an instance, which is not there when the role is made. The ' +
      'wildcard stands for it: streams of one log group, no other resource.',
  };
}
