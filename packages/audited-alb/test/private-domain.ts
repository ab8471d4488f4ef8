import {
  CertificateAuthority,
  CfnCertificate,
  CfnCertificateAuthority,
  CfnCertificateAuthorityActivation,
} from 'aws-cdk-lib/aws-acmpca';
import { PrivateCertificate } from 'aws-cdk-lib/aws-certificatemanager';
import type { IVpc } from 'aws-cdk-lib/aws-ec2';
import { type IHostedZone, PrivateHostedZone } from 'aws-cdk-lib/aws-route53';
import type { Stack } from 'aws-cdk-lib/core';
import { Certificate } from '../src';

/** A domain that works in any account, for nobody has to own it: its authority and its zone go with the stack. */
export class PrivateDomain {
  public readonly certificate: Certificate;
  /** The certificate of the authority, in PEM: who trusts it checks those that it signed. */
  public readonly authority: string;
  /** There once a scenario has a network for it. */
  public hostedZone?: IHostedZone;

  constructor(
    stack: Stack,
    public readonly name: string,
  ) {
    const signingAlgorithm = 'SHA256WITHECDSA';
    const authority = new CfnCertificateAuthority(stack, 'Authority', {
      type: 'ROOT',
      keyAlgorithm: 'EC_prime256v1',
      signingAlgorithm,
      subject: { commonName: 'Integration test' },
    });
    const { attrCertificate: root } = new CfnCertificate(stack, 'Root', {
      certificateAuthorityArn: authority.attrArn,
      certificateSigningRequest: authority.attrCertificateSigningRequest,
      signingAlgorithm,
      templateArn: `arn:${stack.partition}:acm-pca:::template/RootCACertificate/V1`,
      // One from AWS Certificate Manager holds for thirteen months, and its authority must outlive it.
      validity: { type: 'YEARS', value: 2 },
    });
    const activation = new CfnCertificateAuthorityActivation(stack, 'Activation', {
      certificateAuthorityArn: authority.attrArn,
      certificate: root,
    });
    const certificate = new PrivateCertificate(stack, 'Certificate', {
      domainName: name,
      certificateAuthority: CertificateAuthority.fromCertificateAuthorityArn(stack, 'Signer', authority.attrArn),
    });
    certificate.node.addDependency(activation);
    this.authority = root;
    this.certificate = Certificate.fromArn(certificate.certificateArn);
  }

  public readonly zone = (stack: Stack, vpc: IVpc): IHostedZone => {
    this.hostedZone = new PrivateHostedZone(stack, 'Zone', { vpc, zoneName: 'example.com' });
    return this.hostedZone;
  };
}
