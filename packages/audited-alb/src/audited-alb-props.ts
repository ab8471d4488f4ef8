import type { IVpc, SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { Duration, RemovalPolicy } from 'aws-cdk-lib/core';
import type { Certificate } from './certificate';
import type { Dns } from './dns';
import type { Hsts } from './hsts';
import type { Ingress } from './ingress';
import type { LoadBalancerScheme } from './load-balancer-scheme';
import type { MutualTls } from './mutual-tls';
import type { PlainHttp } from './plain-http';
import type { TlsPolicy } from './tls-policy';
import type { WebFirewall } from './web-firewall';

/** Properties of an audited load balancer. */
export interface AuditedAlbProps {
  /** Network of the load balancer and of its targets. */
  readonly vpc: IVpc;

  /** What the load balancer shows to clients. There is no load balancer without TLS. */
  readonly certificate: Certificate;

  /**
   * Subnets of the load balancer, one in each of two zones or more; public ones if it is internet-facing.
   * @default - the public subnets if internet-facing, else those that CDK selects for the VPC: private ones if there are
   */
  readonly vpcSubnets?: SubnetSelection;

  /**
   * Whether the load balancer has public addresses, and whether it has IPv6 ones. A change of the former replaces it.
   * @default LoadBalancerScheme.internetFacing()
   */
  readonly scheme?: LoadBalancerScheme;

  /**
   * From where clients may connect.
   * @default - Ingress.anywhere() if internet-facing, else Ingress.vpc()
   * @see PCI DSS 4.0.1 requirement 1.3.1
   */
  readonly ingress?: Ingress;

  /**
   * TLS versions and ciphers for clients.
   * @default TlsPolicy.tls13And12()
   * @see PCI DSS 4.0.1 requirement 4.2.1
   */
  readonly tlsPolicy?: TlsPolicy;

  /**
   * Whether clients must show a certificate.
   * @default MutualTls.none()
   * @see PCI DSS 4.0.1 requirement 8.3.1
   */
  readonly mutualTls?: MutualTls;

  /**
   * The header by which browsers stay with HTTPS.
   * @default Hsts.oneYear()
   */
  readonly hsts?: Hsts;

  /**
   * What happens to clients that come without TLS, on port 80.
   * @default PlainHttp.refused()
   */
  readonly plainHttp?: PlainHttp;

  /**
   * What inspects requests before they are routed. The default costs about $10 a month and $0.60 per million requests.
   * @default WebFirewall.managed()
   * @see PCI DSS 4.0.1 requirement 6.4.2
   */
  readonly firewall?: WebFirewall;

  /**
   * Under which name clients find the load balancer.
   * @default Dns.none()
   */
  readonly dns?: Dns;

  /**
   * Bucket for access, connection and health check logs. It must be in the load balancer's region and use SSE-S3,
   * because Elastic Load Balancing cannot write with a KMS key. It gets the statement that the delivery needs; an imported
   * bucket can't, which leaves a warning. One that protects the logs less than the default leaves a warning too.
   * @default - a new bucket: no public access, TLS only, versioned, SSE-S3, never expiring
   * @see PCI DSS 4.0.1 requirement 10.2.1
   */
  readonly accessLogBucket?: IBucket;

  /**
   * How long a connection may stay silent: 1 to 4000 seconds. Keep it below the keep-alive time of the targets.
   * @default Duration.seconds(60)
   */
  readonly idleTimeout?: Duration;

  /**
   * What happens when the load balancer leaves the stack. `RETAIN` turns deletion protection on: delete it by hand after
   * turning that off. `RETAIN_ON_UPDATE_OR_DELETE` does so for the load balancer alone, so that a creation that fails can
   * delete the firewall's log group again. `DESTROY` turns it off and deletes the load balancer's own log bucket and its
   * firewall's log group with all logs.
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy;
}
