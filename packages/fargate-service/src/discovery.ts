import { type FargateService, type ICluster, LogDriver } from 'aws-cdk-lib/aws-ecs';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { DnsRecordType, type INamespace, NamespaceType } from 'aws-cdk-lib/aws-servicediscovery';
import { Duration } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { fail, requireInteger, requireMatch } from './private/validation';

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

/** What a service offers to discovery. */
interface Registration {
  readonly service: FargateService;
  readonly cluster: ICluster;
  readonly logGroup: ILogGroup;
  readonly port: number;
}

/** The name of the container's port; Service Connect refers to it. */
const PORT_NAME = 'app';

/**
 * How other services find this one. It opens nothing: say who may call with `FargateService.allowTo`. The traffic is not
 * encrypted by either way; a service that takes card data over it must speak TLS itself.
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
   * The same name through Service Connect, whose proxy in each task balances, retries and measures the calls. Services that
   * call it need `connect` or `connectClient` in the same namespace, and learn of names when they are deployed. The proxy
   * takes CPU and memory of the task: add 256 CPU units and 64 MiB.
   * @param name the first part of the host name: 1 to 63 lower-case letters, digits and hyphens
   * @param options where it is registered
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-connect.html
   */
  public static connect(name: string, options?: DiscoveryOptions): Discovery {
    return new Discovery('connect', name, options ?? {});
  }

  /** Calls others through Service Connect, and cannot be called through it. */
  public static connectClient(options?: DiscoveryOptions): Discovery {
    return new Discovery('connect', undefined, options ?? {});
  }

  private constructor(
    private readonly way: 'dns' | 'connect',
    private readonly name: string | undefined,
    private readonly options: DnsDiscoveryOptions,
  ) {}

  /** @internal */
  public get _portName(): string | undefined {
    return this.way === 'connect' ? PORT_NAME : undefined;
  }

  /** @internal */
  public _validate(scope: IConstruct, cluster: ICluster): void {
    requireMatch(
      scope,
      'discovery.name',
      this.name,
      /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/,
      '1 to 63 lower-case letters, digits and hyphens',
    );
    const ttl = this.options.ttl?.toSeconds({ integral: false });
    requireInteger(scope, 'discovery.ttl', ttl, { min: 1, max: 3600, unit: 'seconds' });
    const { type } = this.namespace(scope, cluster);
    if (this.way === 'connect' || type === NamespaceType.DNS_PRIVATE) return;
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
  public _bind(scope: IConstruct, registration: Registration): string | undefined {
    const namespace = this.namespace(scope, registration.cluster);
    if (this.way === 'dns') this.registerName(registration.service, namespace);
    else this.connect(registration, namespace);
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

  private connect({ service, logGroup, port }: Registration, namespace: INamespace): void {
    const offered = {
      portMappingName: PORT_NAME,
      discoveryName: this.name,
      dnsName: `${this.name}.${namespace.namespaceName}`,
      port,
    };
    service.enableServiceConnect({
      // The ARN, not the name: the service then waits for the namespace.
      namespace: namespace.namespaceArn,
      services: this.name === undefined ? undefined : [offered],
      logDriver: LogDriver.awsLogs({ logGroup, streamPrefix: 'service-connect' }),
    });
  }
}
