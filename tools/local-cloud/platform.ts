/** What the Python client (client/platform.py) says is there, section by section. */
export interface Platform {
  readonly stacks: readonly {
    readonly name: string;
    readonly status: string;
    readonly declared: number | null;
    readonly held: number;
    readonly outputs: Readonly<Record<string, string>>;
  }[];
  readonly vpcs: readonly Vpc[];
  readonly databases: readonly Database[];
  readonly secrets: readonly {
    readonly name: string;
    readonly key: string | null;
    readonly description: string;
    readonly rotationDays: number | null;
    readonly fields: readonly string[];
  }[];
  readonly parameters: readonly { readonly name: string; readonly value: string }[];
  readonly keys: readonly { readonly id: string; readonly alias: string | null; readonly rotated: boolean }[];
  readonly clusters: readonly {
    readonly name: string;
    readonly insights: string | null;
    readonly capacityProviders: readonly string[];
    readonly services: readonly Service[];
  }[];
  readonly scaling: readonly {
    readonly service: string;
    readonly min: number;
    readonly max: number;
    readonly policies: readonly { readonly metric: string; readonly target: number | null }[];
    readonly scheduled: readonly string[];
  }[];
  readonly repositories: readonly { readonly name: string; readonly scanned: boolean; readonly tags: string }[];
  readonly functions: readonly { readonly name: string; readonly memory: number }[];
  readonly roles: readonly { readonly name: string; readonly sessionSeconds: number }[];
  readonly loadBalancers: readonly LoadBalancer[];
  readonly records: readonly {
    readonly name: string;
    readonly type: string;
    readonly set: string | null;
    readonly weight: number | null;
    readonly alias: string | null;
  }[];
  readonly queues: readonly {
    readonly name: string;
    readonly retentionSeconds: number;
    readonly visibilitySeconds: number;
    readonly encrypted: boolean;
    readonly deadLetterQueue: string | null;
    readonly maxReceives: number | null;
  }[];
  readonly topics: readonly {
    readonly name: string;
    readonly displayName: string;
    readonly key: string | null;
    readonly subscriptions: readonly string[];
  }[];
  readonly buckets: readonly {
    readonly name: string;
    readonly encryption: string | null;
    readonly versioned: boolean;
    readonly publicAccessBlocked: boolean;
    readonly expiresAfterDays: readonly number[];
    readonly lifecycleRules: number;
  }[];
  readonly logGroups: readonly { readonly name: string; readonly days: number | null; readonly key: string | null }[];
  readonly alarms: readonly {
    readonly name: string;
    readonly metric: string;
    readonly comparison: string;
    readonly threshold: number | null;
    readonly actions: readonly string[];
  }[];
  readonly trails: readonly { readonly name: string; readonly logging: boolean; readonly validated: boolean }[];
}

export interface Vpc {
  readonly id: string;
  readonly name: string;
  readonly cidr: string;
  readonly subnets: readonly {
    readonly id: string;
    readonly cidr: string;
    readonly zone: string;
    /** By what its routes lead to. */
    readonly tier: 'public' | 'private' | 'isolated';
    readonly nat: string | null;
    readonly publicAddresses: boolean;
  }[];
  readonly natGateways: readonly { readonly id: string; readonly zone: string }[];
  readonly endpoints: readonly {
    readonly service: string;
    readonly type: string;
    readonly privateDns: boolean;
    readonly subnets: number;
    readonly groups: number;
    readonly policy: string;
  }[];
  readonly flowLogs: readonly { readonly traffic: string; readonly to: string }[];
  readonly defaultGroupRules: number;
}

export interface Database {
  readonly id: string;
  readonly engine: string;
  readonly encrypted: boolean;
  readonly key: string | null;
  readonly backupDays: number;
  readonly logExports: readonly string[];
  readonly iamAuthentication: boolean;
  readonly deletionProtection: boolean;
  readonly members: readonly {
    readonly id: string;
    readonly writer: boolean;
    readonly class: string;
    readonly publicAddress: boolean;
  }[];
  readonly parameters: Readonly<Record<string, string>>;
}

export interface Service {
  readonly name: string;
  readonly desired: number;
  readonly launchType: string | null;
  readonly publicAddress: string | null;
  readonly subnets: readonly string[];
  readonly targetGroups: readonly string[];
  readonly task: {
    readonly family: string;
    readonly cpu: string;
    readonly memory: string;
    readonly containers: readonly {
      readonly name: string;
      readonly image: string;
      readonly readOnly: boolean;
      readonly secrets: Readonly<Record<string, string>>;
      readonly environment: readonly string[];
      readonly logGroup: string | null;
    }[];
  };
}

export interface LoadBalancer {
  readonly name: string;
  readonly scheme: string;
  readonly dns: string;
  readonly zones: readonly string[];
  readonly attributes: Readonly<Record<string, string>>;
  readonly firewall: string | null;
  readonly firewallRules: readonly string[];
  readonly listeners: readonly {
    readonly port: number;
    readonly protocol: string;
    readonly tlsPolicy: string | null;
    readonly certificates: readonly string[];
    readonly rules: readonly {
      readonly priority: string;
      readonly conditions: readonly string[];
      readonly actions: readonly {
        readonly type: string;
        readonly status: string | null;
        readonly targets: readonly { readonly group: string; readonly weight: number | null }[];
      }[];
    }[];
  }[];
  readonly targetGroups: readonly {
    readonly name: string;
    readonly port: number;
    readonly healthPath: string | null;
    readonly healthIntervalSeconds: number | null;
  }[];
}

/** Everything that a region holds: kind, then ids. */
export type Inventory = Readonly<Record<string, readonly string[]>>;

/** One line for each id that `after` has and `before` has not. */
export function leftOver(before: Inventory, after: Inventory): string[] {
  return Object.entries(after).flatMap(([kind, ids]) =>
    ids.filter((id) => !before[kind]?.includes(id)).map((id) => `${kind} ${id}`),
  );
}
