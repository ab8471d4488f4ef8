import { Certificate } from '@org/audited-alb';
import { HostedZone } from 'aws-cdk-lib/aws-route53';
import type { Construct } from 'constructs';
import type { Config } from './config';

/** The certificate that the config names, or one to request; the config is checked to give exactly one of the two. */
export function certificateOf(
  scope: Construct,
  { certificateArn, domainName = '', hostedZoneId = '' }: Config,
): Certificate {
  if (certificateArn) return Certificate.fromArn(certificateArn);
  const hostedZone = HostedZone.fromHostedZoneAttributes(scope, 'Zone', { hostedZoneId, zoneName: domainName });
  return Certificate.request({ domainName, hostedZone });
}
