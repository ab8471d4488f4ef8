import {
  CertificateValidation,
  Certificate as DnsValidatedCertificate,
  type ICertificate,
} from 'aws-cdk-lib/aws-certificatemanager';
import { type IListenerCertificate, ListenerCertificate } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { CfnHostedZone, type IHostedZone } from 'aws-cdk-lib/aws-route53';
import { Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { requireInZone } from './private/domain';
import { maySame } from './private/may-same';
import { requireObjects } from './private/objects';
import { requireRegion } from './private/region';
import { fail, requireMatch } from './private/validation';

const ACM_ARN = /^arn:aws[a-z-]*:acm:[a-z0-9-]+:\d{12}:certificate\/[A-Za-z0-9-]+$/;
const DOMAIN = /^(\*\.)?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/i;
const REQUEST_IT_THERE = 'Request it there: certificates do not move between regions.';
/** The first name of a certificate is its common name, which is shorter than the others may be. */
const LONGEST = { domainName: 64, alternativeNames: 253 };

/** What to request a certificate for. */
export interface CertificateRequest {
  /** Name that clients use, such as `api.example.com` or `*.example.com`: at most 64 characters. */
  readonly domainName: string;

  /**
   * Further names that routes take, such as `admin.example.com`: at most 253 characters each, in the same hosted zone.
   * Another set of names makes another certificate, without an interruption.
   * @default - none
   */
  readonly alternativeNames?: string[];

  /**
   * Public hosted zone of the domain; a private one of this app is an error. The record by which AWS Certificate Manager
   * validates it, now and at each renewal, is written there. The deployment waits until the validation is through.
   */
  readonly hostedZone: IHostedZone;
}

/**
 * The certificate that the load balancer shows to clients.
 * @see PCI DSS 4.0.1 requirement 4.2.1
 */
export class Certificate {
  /**
   * A certificate that exists in AWS Certificate Manager, in the load balancer's region.
   * @param certificateArn ARN of the certificate.
   */
  public static fromArn(certificateArn: string): Certificate {
    return new Certificate((scope) => {
      requireAcmArn(scope, certificateArn);
      return ListenerCertificate.fromArn(certificateArn);
    });
  }

  /**
   * A certificate made for the load balancer: validated by DNS, and renewed by AWS as long as the record stays.
   * @param request domain and hosted zone.
   */
  public static request(request: CertificateRequest): Certificate {
    return new Certificate((scope) => {
      requireObjects(scope, request, ['hostedZone']);
      const { domainName, alternativeNames = [], hostedZone } = request;
      requirePublicZone(scope, hostedZone);
      requireDomain(scope, 'domainName', domainName, hostedZone);
      for (const name of alternativeNames) requireDomain(scope, 'alternativeNames', name, hostedZone);
      return new DnsValidatedCertificate(scope, 'Certificate', {
        domainName,
        subjectAlternativeNames: alternativeNames.length > 0 ? alternativeNames : undefined,
        validation: CertificateValidation.fromDns(hostedZone),
      });
    });
  }

  /**
   * A certificate of the same app.
   * @param certificate made or imported with aws-cdk-lib, in the load balancer's region.
   */
  public static of(certificate: ICertificate): Certificate {
    return new Certificate((scope) => {
      requireHere(scope, certificate);
      return ListenerCertificate.fromCertificateManager(certificate);
    });
  }

  private constructor(private readonly make: (scope: Construct) => IListenerCertificate) {}

  /** @internal */
  public _bind(scope: Construct): IListenerCertificate {
    return this.make(scope);
  }
}

function requireAcmArn(scope: Construct, arn: string): void {
  const example = "'arn:aws:acm:us-east-1:111122223333:certificate/12345678-1234-1234-1234-123456789012'";
  requireMatch(
    scope,
    'certificate',
    arn,
    ACM_ARN,
    `the ARN of a certificate in AWS Certificate Manager, such as ${example}`,
  );
  requireRegion(scope, 'certificate', arn, REQUEST_IT_THERE);
}

/** A certificate of another stack tells its region, and an imported one has it in its ARN. */
function requireHere(scope: Construct, certificate: ICertificate): void {
  requireRegion(scope, 'certificate', certificate.certificateArn, REQUEST_IT_THERE);
  const [here, there] = [Stack.of(scope).region, certificate.env.region];
  if (maySame(here, there)) return;
  fail(
    scope,
    `\`certificate\` must be in the load balancer's region ${here}, got: ${certificate.node.path} in ${there}. ` +
      REQUEST_IT_THERE,
  );
}

/** AWS Certificate Manager looks for the record from the internet. Whether an imported zone is private is not known. */
function requirePublicZone(scope: Construct, hostedZone: IHostedZone): void {
  const resource = hostedZone.node.defaultChild;
  if (!CfnHostedZone.isCfnHostedZone(resource) || Stack.of(resource).resolve(resource.vpcs) === undefined) return;
  fail(
    scope,
    `\`hostedZone\` must be public, or the validation never ends, got: ${hostedZone.node.path}, which is private. Pass the public ` +
      'zone of the domain, or a certificate that exists with Certificate.fromArn().',
  );
}

function requireDomain(scope: Construct, prop: keyof typeof LONGEST, name: string, hostedZone: IHostedZone): void {
  const longest = LONGEST[prop];
  const pattern = new RegExp(`^(?=.{1,${longest}}$)${DOMAIN.source.slice(1)}`, DOMAIN.flags);
  const allowed = `a domain name of at most ${longest} characters, such as 'api.example.com'`;
  requireMatch(scope, prop, name, pattern, allowed);
  requireInZone(scope, { prop, domainName: name }, hostedZone, 'the validation never ends');
}
