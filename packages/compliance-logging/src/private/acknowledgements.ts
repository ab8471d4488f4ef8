import { type Acknowledgement, AWS_SOLUTIONS, HIPAA, NIST, PCI } from './acknowledge';

export { acknowledge } from './acknowledge';

export const WRITER_KNOWS_NO_CUSTOMER_KEYS: Acknowledgement = {
  rules: [NIST, PCI, HIPAA].map((pack) => `${pack}-S3DefaultEncryptionKMS`),
  reason:
    'AWS delivers these logs to buckets with SSE-S3 only: a customer-managed key would stop the delivery. The objects ' +
    'are encrypted with AES-256.',
};

export const LOGS_CANNOT_LOG_THEMSELVES: Acknowledgement = {
  rules: [
    `${AWS_SOLUTIONS}-S1`,
    `${NIST}-S3BucketLoggingEnabled`,
    `${PCI}-S3BucketLoggingEnabled`,
    `${HIPAA}-S3BucketLoggingEnabled`,
  ],
  reason:
    'This bucket is where server access logs go: logging its own access would write a log for each log, without end. ' +
    'An AuditTrail records who reads or deletes its objects.',
};

/** CloudTrail numbers the streams that it opens, so that their ARNs end with a wildcard. */
export function trailStreams(resource: string): Acknowledgement {
  return {
    rules: [`${AWS_SOLUTIONS}-IAM5[Resource::${resource}]`],
    reason:
      'CloudTrail names its streams <account>_CloudTrail_<region> and appends a number to all but the first. The ' +
      'wildcard stands for this number: one log group, two actions, no other stream.',
  };
}

/** @param resource ARN of the objects, as the template has it, references in angle brackets */
export function objectsOfABucket(resource: string): Acknowledgement {
  return {
    rules: [`${AWS_SOLUTIONS}-IAM5[Resource::${resource}]`],
    reason:
      'Objects have no ARNs before they are there. The wildcard stands for their keys in one bucket, below one prefix where ' +
      'one was given. Each action is named, and none deletes or changes permissions.',
  };
}
