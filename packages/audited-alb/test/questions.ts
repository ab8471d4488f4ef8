import { ExpectedResult, Match } from '@aws-cdk/integ-tests-alpha';
import { Duration, Stack } from 'aws-cdk-lib/core';
import type { DeployedStacks } from '../../../testing/src/integ';
import type { AuditedAlb } from '../src';

/** What every load balancer of this package must hold once it is there. */
export function askAbout(deployed: DeployedStacks, { loadBalancer, accessLogBucket }: AuditedAlb): void {
  const listeners = {
    service: 'ELBv2',
    api: 'describeListeners',
    parameters: { LoadBalancerArn: loadBalancer.loadBalancerArn },
    action: 'elasticloadbalancing:DescribeListeners',
  };
  deployed.ask(listeners).expect(
    ExpectedResult.objectLike({
      Listeners: Match.arrayWith([{ Port: 443, Protocol: 'HTTPS', SslPolicy: Match.stringLikeRegexp('TLS13') }]),
    }),
  );
  deployed
    .ask({
      service: 'ELBv2',
      api: 'describeLoadBalancerAttributes',
      parameters: { LoadBalancerArn: loadBalancer.loadBalancerArn },
      action: 'elasticloadbalancing:DescribeLoadBalancerAttributes',
    })
    .expect(
      ExpectedResult.objectLike({
        Attributes: Match.arrayWith([
          { Key: 'access_logs.s3.enabled', Value: 'true' },
          { Key: 'routing.http.drop_invalid_header_fields.enabled', Value: 'true' },
        ]),
      }),
    );
  // What was asked of it arrives: access logs are written every five minutes.
  deployed
    .ask({
      service: 'S3',
      api: 'listObjectsV2',
      parameters: {
        Bucket: accessLogBucket.bucketName,
        Prefix: `AWSLogs/${Stack.of(loadBalancer).account}/elasticloadbalancing/`,
        MaxKeys: 1,
      },
      action: 's3:ListBucket',
      on: [accessLogBucket.bucketArn],
    })
    .assertAtPath('KeyCount', ExpectedResult.exact(1))
    .waitForAssertions({ totalTimeout: Duration.minutes(30), interval: Duration.seconds(30) });
}
