import type { IVpc, SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { RemovalPolicy } from 'aws-cdk-lib/core';
import type { EngineFamily } from './engine-family';

/** What other constructs of the package ask a cluster. */
export interface ClusterFacts {
  readonly family: EngineFamily;
  readonly vpc: IVpc;
  readonly vpcSubnets: SubnetSelection;
  readonly hasReaders: boolean;
  /** Memory of the smallest instance; absent if it is known only at deployment. */
  readonly memoryGiB: number | undefined;
  /** Least capacity of a serverless cluster in ACU. */
  readonly minCapacity: number | undefined;
  /** One of the values that CloudWatch Logs offers. */
  readonly logRetentionDays: number;
  readonly logEncryptionKey: IKey | undefined;
  readonly removalPolicy: RemovalPolicy;
  /** Of what is worth keeping as long as a snapshot. */
  readonly keepPolicy: RemovalPolicy;
}
