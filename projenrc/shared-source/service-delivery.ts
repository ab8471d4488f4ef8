import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { addToBucketPolicy } from './bucket-statement';

interface ServiceDelivery {
  /** The service principal that writes. */
  readonly service: string;
  /** Whose logs arrive. */
  readonly accounts: readonly string[];
  /** What the names of the two statements begin with, where AWS's may stand: a policy must not have one twice. */
  readonly sid: string | undefined;
  readonly conditions: { readonly ArnLike: Values; readonly StringEquals?: Values };
}

type Values = Readonly<Record<string, string | string[]>>;

/**
 * Lets a service of AWS look at the ACL of a bucket and write below `AWSLogs/<account>`, which leaves the objects to the
 * owner of the bucket; says whether its policy could be changed.
 */
export function allowServiceDelivery(bucket: IBucket, delivery: ServiceDelivery): boolean {
  const { service, accounts, sid, conditions } = delivery;
  const principals = [new ServicePrincipal(service)];
  const ownedByBucket = { 's3:x-amz-acl': 'bucket-owner-full-control' };
  addToBucketPolicy(
    bucket,
    new PolicyStatement({
      sid: sid && `${sid}AclCheck`,
      principals,
      actions: ['s3:GetBucketAcl'],
      resources: [bucket.bucketArn],
      conditions,
    }),
  );
  const { statementAdded } = addToBucketPolicy(
    bucket,
    new PolicyStatement({
      sid: sid && `${sid}Write`,
      principals,
      actions: ['s3:PutObject'],
      resources: accounts.map((account) => bucket.arnForObjects(`AWSLogs/${account}/*`)),
      conditions: { ...conditions, StringEquals: { ...conditions.StringEquals, ...ownedByBucket } },
    }),
  );
  return statementAdded;
}
