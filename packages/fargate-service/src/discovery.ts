import { type FargateService, type ICluster, LogDriver } from 'aws-cdk-lib/aws-ecs';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { DnsRecordType, type INamespace, NamespaceType } from 'aws-cdk-lib/aws-servicediscovery';
import { Duration, type RemovalPolicy } from 'aws-cdk-lib/core';
import type { Construct, IConstruct } from 'constructs';
import type { ConnectTls } from './connect-tls';
import type { PolicyConditions } from './policy-conditions';
import { requireIntegerIfGiven } from './private/if-given';
import { secondsOf } from './private/seconds';
import { checkAuthority, serviceConnectTls } from './private/service-connect-tls';
import { fail, requireMatch } from './private/validation';

/** Where a name is registered. */
export interface DiscoveryOptions {
  /**
   * The namespace that the name belongs to.
   * @default - the namespace of the cluster
   */
  readonly namespace?: INamespace;
}

/** Where and for how long a DNS name is registered. */
export interface DnsDiscoveryOptions extends DiscoveryOptions {
  /**
   * How long clients may keep an answer, 1 to 3600 seconds. Until then they may call a task that is gone.
   * @default Duration.seconds(10)
   */
  readonly ttl?: Duration;
}

/** Where a name is registered with Service Connect, and whether calls are encrypted. */
export interface ConnectDiscoveryOptions extends DiscoveryOptions {
  /**
   * Encrypts the calls to the service, from proxy to proxy. A load balancer that calls the service must then do so over
   * HTTPS: its target group too.
   * @default - not encrypted
   */
  readonly tls?: ConnectTls;
}

/** What a service offers to discovery. */
interface Registration {
  readonly service: FargateService;
  readonly cluster: ICluster;
  readonly logGroup: ILogGroup;
  readonly port: number;
  readonly policyConditions?: PolicyConditions;
  readonly removalPolicy: RemovalPolicy;
}

/** The name of the container's port; Service Connect refers to it. */
const PORT_NAME = 'app';

/**
 * How other services find this one. It opens nothing: say who may call with `FargateService.allowTo`. The traffic is
 * encrypted only by Service Connect with `tls`; otherwise a service that takes card data over it must speak TLS itself.
 * @see PCI DSS 4.0.1 requirement 4.2.1
 */
export class Discovery {
  /**
   * A private DNS name with the addresses of the tasks, `name.namespace`. The calling service needs nothing; it should
   * look the name up again when a connection fails.
   * @param name the first part of the host name: 1 to 63 lower-case letters, digits and hyphens
   * @param options where and for how long it is registered
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-discovery.html
   */
  public static dns(name: string, options?: DnsDiscoveryOptions): Discovery {
    return new Discovery('dns', name, options ?? {});
  }

  /**
   * The same name through Service Connect, whose proxy in each task balances connections, and encrypts them with `tls`. It
   * carries TCP and knows nothing of requests, so it never repeats one. Services that call it need `connect` or
   * `connectClient` in the same namespace, and learn of names when they are deployed. The proxy takes CPU and memory of the
   * task: add 256 CPU units and 64 MiB.
   * @param name the first part of the host name: 1 to 63 lower-case letters, digits and hyphens
   * @param options where it is registered, and whether calls are encrypted
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-connect.html
   */
  public static connect(name: string, options?: ConnectDiscoveryOptions): Discovery {
    return new Discovery('connect', name, options ?? {});
  }

  /**
   * Calls others through Service Connect, and cannot be called through it.
   * @param options in which namespace it learns of names
   */
  public static connectClient(options?: DiscoveryOptions): Discovery {
    return new Discovery('connectClient', undefined, options ?? {});
  }

  private constructor(
    private readonly way: 'dns' | 'connect' | 'connectClient',
    private readonly name: string | undefined,
    private readonly options: DnsDiscoveryOptions & ConnectDiscoveryOptions,
  ) {}

  /** @internal */
  public get _portName(): string | undefined {
    return this.way === 'dns' ? undefined : PORT_NAME;
  }

  /**
   * Whether whoever calls the service without Service Connect must speak TLS.
   * @internal
   */
  public get _encrypts(): boolean {
    return this.options.tls !== undefined;
  }

  /** @internal */
  public _validate(scope: IConstruct, cluster: ICluster): void {
    if (this.way !== 'connectClient') {
      requireMatch(
        scope,
        'discovery.name',
        this.name ?? '',
        /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/,
        '1 to 63 lower-case letters, digits and hyphens',
      );
    }
    const ttl = this.options.ttl && secondsOf(scope, 'discovery.ttl', this.options.ttl);
    requireIntegerIfGiven(scope, 'discovery.ttl', ttl, { min: 1, max: 3600, unit: 'seconds' });
    if (this.options.tls) checkAuthority(scope, this.options.tls);
    const { type } = this.namespace(scope, cluster);
    if (this.way !== 'dns' || type === NamespaceType.DNS_PRIVATE) return;
    fail(
      scope,
      `\`discovery\` must register a DNS name in a private DNS namespace, got: one of the type ${type}. ` +
        'Use a cloudmap.PrivateDnsNamespace.',
    );
  }

  /**
   * Registers the service and returns its host name.
   * @internal
   */
  public _bind(scope: Construct, registration: Registration): string | undefined {
    const namespace = this.namespace(scope, registration.cluster);
    if (this.way === 'dns') this.registerName(registration.service, namespace);
    else this.connect(scope, registration, namespace);
    return this.name === undefined ? undefined : `${this.name}.${namespace.namespaceName}`;
  }

  private namespace(scope: IConstruct, cluster: ICluster): INamespace {
    const namespace = this.options.namespace ?? cluster.defaultCloudMapNamespace;
    if (namespace) return namespace;
    fail(
      scope,
      '`discovery` must have a namespace, got: none, and a cluster without one. ' +
        'Give the FargateCluster a `namespace`, or pass one to the discovery.',
    );
  }

  private registerName(service: FargateService, cloudMapNamespace: INamespace): void {
    service.enableCloudMap({
      cloudMapNamespace,
      name: this.name,
      dnsRecordType: DnsRecordType.A,
      dnsTtl: this.options.ttl ?? Duration.seconds(10),
    });
  }

  private connect(scope: Construct, registration: Registration, namespace: INamespace): void {
    const { service, cluster, logGroup, port, policyConditions: conditions, removalPolicy } = registration;
    const { clusterName } = cluster;
    const tls =
      this.options.tls && serviceConnectTls(scope, this.options.tls, { clusterName, conditions, removalPolicy });
    // Without the role and its rights a service cannot give its certificates back, and never finishes draining.
    if (tls) service.node.addDependency(tls.role);
    const offered = {
      portMappingName: PORT_NAME,
      discoveryName: this.name,
      dnsName: `${this.name}.${namespace.namespaceName}`,
      port,
      tls,
    };
    service.enableServiceConnect({
      // The ARN, not the name: the service then waits for the namespace.
      namespace: namespace.namespaceArn,
      services: this.name === undefined ? undefined : [offered],
      logDriver: LogDriver.awsLogs({ logGroup, streamPrefix: 'service-connect' }),
    });
  }
}
