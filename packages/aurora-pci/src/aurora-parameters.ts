import type { StringParameter } from 'aws-cdk-lib/aws-ssm';

/** The facts of the connection in Parameter Store. None of them is secret. */
export interface AuroraParameters {
  /** Host of the writer. */
  readonly host: StringParameter;
  /** Host that spreads connections over the readers. */
  readonly readerHost: StringParameter;
  /** Port of both hosts. */
  readonly port: StringParameter;
  /** Name of the admin user. */
  readonly username: StringParameter;
  /**
   * Name of the database.
   * @default - absent if the cluster was created without one
   */
  readonly databaseName?: StringParameter;
}
