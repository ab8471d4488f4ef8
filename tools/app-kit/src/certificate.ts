import { Certificate } from '@org/audited-alb';
import { HostedZone } from 'aws-cdk-lib/aws-route53';
import type { Construct } from 'constructs';
import { z } from 'zod';

const ACM_CERTIFICATE = /^arn:aws[a-z-]*:acm:[a-z0-9-]+:\d{12}:certificate\/[0-9a-f-]+$/;

/** ARN of a certificate in AWS Certificate Manager. */
export function certificateArn(): z.ZodString {
  const error = 'must be the ARN of an ACM certificate';
  return z.string(error).regex(ACM_CERTIFICATE, error);
}

/** The id of a hosted zone in Route 53. */
export function hostedZoneId(): z.ZodString {
  return z.string().regex(/^Z[A-Z0-9]+$/, 'must be a Route 53 hosted zone id such as Z0123456789ABC');
}

/** The certificate of the load balancer: an existing one, or a domain to request one for. */
export interface CertificateFields {
  readonly certificateArn?: string;
  readonly domainName?: string;
  readonly hostedZoneId?: string;
}

/** The two ways to a certificate, as `alternatives` of a config source: the context key of one sets the other aside. */
export const CERTIFICATE_ALTERNATIVES = [['certificateArn'], ['domainName', 'hostedZoneId']] as const;

/** Fields of a config schema that say where the certificate comes from; `oneCertificate` holds them together. */
export const certificateFields = {
  certificateArn: certificateArn().optional(),
  domainName: z.string().min(1).optional(),
  hostedZoneId: hostedZoneId().optional(),
};

/** Wants exactly one of the two ways to a certificate, and that one whole. */
export function oneCertificate<Schema extends z.ZodObject>(schema: Schema): Schema {
  return schema
    .refine((fields) => (fields.certificateArn === undefined) !== (fields.domainName === undefined), {
      path: ['certificateArn'],
      error: 'give exactly one of certificateArn, and domainName with hostedZoneId',
    })
    .refine((fields) => (fields.domainName === undefined) === (fields.hostedZoneId === undefined), {
      path: ['hostedZoneId'],
      error: 'domainName and hostedZoneId go together: the certificate is validated in that zone',
    });
}

/** The certificate that a checked config names, or one to request. */
export function certificateOf(scope: Construct, fields: CertificateFields): Certificate {
  const { certificateArn: arn, domainName = '', hostedZoneId: zone = '' } = fields;
  if (arn) return Certificate.fromArn(arn);
  const hostedZone = HostedZone.fromHostedZoneAttributes(scope, 'Zone', { hostedZoneId: zone, zoneName: domainName });
  return Certificate.request({ domainName, hostedZone });
}
