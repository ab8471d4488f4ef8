import type { IKey } from 'aws-cdk-lib/aws-kms';

/**
 * How Service Connect encrypts the calls to a service: TLS 1.3 from proxy to proxy, with certificates that Amazon ECS has
 * issued, keeps in Secrets Manager and replaces every five days. Applications go on speaking plainly to their proxy.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-connect-tls.html
 * @see PCI DSS 4.0.1 requirement 4.2.1
 */
export interface ConnectTls {
  /**
   * ARN of the authority in AWS Private CA that issues the certificates, root or subordinate, in the service's region. It
   * must carry the tag `AmazonECSManaged` with the value `true`. One in short-lived mode is enough, and cheaper.
   */
  readonly certificateAuthorityArn: string;

  /**
   * The customer key of the certificates' private keys: symmetric, and one that lets its account's policies decide; an alias is
   * an error. One of this app that is not rotated leaves the warning `@org/fargate-service:key-without-rotation`.
   * @default - a key of the service's own, rotated every year
   */
  readonly encryptionKey?: IKey;
}
