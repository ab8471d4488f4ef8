import { type Acknowledgement, AWS_SOLUTIONS, HIPAA, NIST, PCI } from './acknowledge';

export { acknowledge } from './acknowledge';

export const ECR_LOGIN_HAS_NO_RESOURCE: Acknowledgement = {
  rules: [`${AWS_SOLUTIONS}-IAM5[Resource::*]`],
  reason:
    'ecr:GetAuthorizationToken knows no resources: AWS accepts it on * alone. The token it returns opens no repository, ' +
    'because the three actions that pull an image are limited to the one repository of the service. Any other statement ' +
    'with a wildcard leaves a warning of its own.',
};

export const LOGS_ARE_ENCRYPTED_WITHOUT_A_CUSTOMER_KEY: Acknowledgement = {
  rules: [NIST, PCI, HIPAA].map((pack) => `${pack}-CloudWatchLogGroupEncrypted`),
  reason:
    'CloudWatch Logs encrypts the output of the tasks with AES-256 and a key of its own, and masks card numbers in it. ' +
    'FargateService takes a `logGroup` where a customer-managed key is demanded.',
};

export const ROLLBACK_IS_THE_ACTION: Acknowledgement = {
  rules: [NIST, HIPAA].map((pack) => `${pack}-CloudWatchAlarmAction`),
  reason:
    'ECS reads this alarm during a deployment and takes the deployment back when it goes off: that is its action, though ' +
    'it does not stand on the alarm. The alarms of addAlarms() are those that wake somebody.',
};

export const ONE_CALL_NEEDS_NO_TRACE: Acknowledgement = {
  rules: [`${AWS_SOLUTIONS}-SF1`, `${AWS_SOLUTIONS}-SF2`],
  reason:
    'The state machine makes one call, ecs:UpdateService, which CloudTrail records with its role and whose deployment ECS ' +
    'reports; Step Functions keeps the history of each execution. Logs and traces of its own would give its role wildcards, ' +
    'and tell nothing more.',
};

/** @param resource ARN of the secrets as rules name it, references in angle brackets */
export function secretsOfServiceConnect(resource: string): Acknowledgement {
  return {
    rules: [`${AWS_SOLUTIONS}-IAM5[Resource::${resource}]`],
    reason:
      'Amazon ECS names the secrets of the certificates when it makes them, so that the wildcard stands for the rest of a ' +
      'name that begins with ecs-sc!, which nobody else can choose: secrets of this account and region, and only those ' +
      'that carry the tags of Amazon ECS may be made, read or changed.',
  };
}
