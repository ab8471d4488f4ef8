import type { Check } from './rule';
import type { Resource } from './template/template';

/** Ids that CDK gives to what it deploys for its own work, such as emptying buckets. A `Customer` is none of them. */
const PLUMBING =
  /^(Custom[A-Z]\w*CustomResourceProvider|CustomCDKBucketDeployment|LogRetentionaae0aa3c5b4d4f87b02d85b201efdd8a|AWS679f53fac002430cb0da5b7982bd2287|BucketNotificationsHandler050a0587b7544547bf325f094a3db834)/;

/** Deploy-time helpers of CDK are not the workload's, and nobody can change what they are or what they are granted. */
export function exemptingPlumbing(check: Check): Check {
  return (resource: Resource, reader) =>
    PLUMBING.test(resource.logicalId)
      ? {
          outcome: 'not-applicable',
          path: '',
          found: 'a provider of CDK, at work during deployments alone',
          expected: '',
        }
      : check(resource, reader);
}
