import type { ClientPasswordAuthType, IClusterEngine } from 'aws-cdk-lib/aws-rds';
import type { HostedRotation, SingleUserHostedRotationOptions } from 'aws-cdk-lib/aws-secretsmanager';
import type { Duration } from 'aws-cdk-lib/core';
import type { Acknowledgement } from './acknowledge';
import type { HeldParameter } from './held-parameters';

/** Cluster parameters by name. */
type Parameters = { readonly [name: string]: string };

/** What an instance keeps for the database of each GiB of its class, as AWS computes in its examples. */
export const BYTES_OF_A_GIB = 1_000_000_000;

/** What differs between the engines. */
export interface EngineFamily {
  /** Name of the factory, as messages show it. */
  readonly factory: string;
  readonly versionPattern: RegExp;
  readonly versionForm: string;
  readonly port: number;
  /** Longest user name that the engine takes. */
  readonly usernameLength: number;
  /** TLS and audit logging, in every cluster of a version. */
  parameters(version: string): Parameters;
  /** Which of them may change, and to what; and which others would undo them. */
  heldParameters(version: string): readonly HeldParameter[];
  /** Logs that go to CloudWatch Logs in every cluster. */
  readonly logTypes: string[];
  /** What slow-query logging adds. */
  readonly slowQueryLogTypes: string[];
  /** The unit in which the engine takes the threshold. */
  readonly slowQueryUnit: 'seconds' | 'millis';
  slowQueryParameters(threshold: Duration): Parameters;
  /** Connections that an instance accepts by the default of the engine. */
  maxConnections(memoryGiB: number): number;
  clusterEngine(version: string): IClusterEngine;
  /** How a proxy checks passwords; the default of RDS Proxy if undefined. */
  readonly proxyPasswordType: ClientPasswordAuthType | undefined;
  /** Rules that every cluster of this engine breaks, and why it does. */
  readonly acknowledgements: Acknowledgement[];
  rotation(options: SingleUserHostedRotationOptions): HostedRotation;
}
