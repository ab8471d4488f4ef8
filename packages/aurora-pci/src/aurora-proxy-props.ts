import type { SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import type { Duration } from 'aws-cdk-lib/core';
import type { AuroraCluster } from './aurora-cluster';
import type { ProxyAuthentication } from './proxy-authentication';

/** Properties of a proxy. */
export interface AuroraProxyProps {
  /** The cluster behind the proxy. */
  readonly database: AuroraCluster;

  /**
   * How clients log in.
   * @default ProxyAuthentication.password()
   */
  readonly authentication?: ProxyAuthentication;

  /**
   * Subnets of the proxy, two at least. Public ones are an error.
   * @default - those of the cluster
   * @see PCI DSS 4.0.1 requirement 1.4.4
   */
  readonly vpcSubnets?: SubnetSelection;

  /**
   * After how long a client that says nothing loses its connection: 1 second to 8 hours.
   * @default - 30 minutes, as Amazon RDS has it
   */
  readonly idleClientTimeout?: Duration;

  /**
   * Share of the connections of an instance that the proxy may take, in percent: 1 to 100. The rest is for whoever connects
   * directly, the rotation of the password among them.
   * @default 90
   */
  readonly maxConnectionsPercent?: number;

  /**
   * Whether there is an endpoint that leads to the readers, for clients that only read. The cluster needs a reader, and
   * each endpoint has its price.
   * @default false
   */
  readonly readerEndpoint?: boolean;
}
