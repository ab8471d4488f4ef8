import type { Secret as ContainerSecret } from 'aws-cdk-lib/aws-ecs';
import type { DatabaseCluster } from 'aws-cdk-lib/aws-rds';
import type { ISecret, Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import type { AuroraParameters } from '../aurora-parameters';
import { ManagedContainerSecret, ParameterContainerSecret, ReferencedContainerSecret } from './container-secrets';

interface ConnectionFacts {
  readonly cluster: DatabaseCluster;
  /** The secret once it holds the facts of the connection. */
  readonly secret: ISecret;
  readonly port: number;
  readonly databaseName: string | undefined;
  readonly username: string;
}

/**
 * The facts of the connection in Parameter Store. They appear once the instances answer and the secret is
 * complete, so that a service which reads them is never deployed against a cluster that can't take its connections yet.
 */
export function connectionParameters(scope: Construct, facts: ConnectionFacts): AuroraParameters {
  const parameters = new Construct(scope, 'Parameters');
  const parameter = (id: string, description: string, stringValue: string) =>
    new StringParameter(parameters, id, { description, stringValue });
  const { clusterEndpoint, clusterReadEndpoint } = facts.cluster;
  const created = {
    host: parameter('Host', 'Host of the database writer', clusterEndpoint.hostname),
    readerHost: parameter('ReaderHost', 'Host of the database readers', clusterReadEndpoint.hostname),
    port: parameter('Port', 'Port of the database', `${facts.port}`),
    username: parameter('Username', 'Admin user of the database', facts.username),
    databaseName: facts.databaseName
      ? parameter('DatabaseName', 'Name of the database', facts.databaseName)
      : undefined,
  };
  parameters.node.addDependency(facts.cluster, facts.secret);
  return created;
}

/**
 * The same for a container, by the name of the environment variable.
 * @param secret the secret that this package made, if it is not Amazon RDS that manages one
 * @param attached the secret once it holds what a client needs
 */
export function containerSecrets(
  parameters: AuroraParameters,
  secret: Secret | undefined,
  attached: ISecret,
): { [name: string]: ContainerSecret } {
  return {
    DB_HOST: new ParameterContainerSecret(parameters.host),
    DB_READER_HOST: new ParameterContainerSecret(parameters.readerHost),
    DB_PORT: new ParameterContainerSecret(parameters.port),
    ...(parameters.databaseName && { DB_NAME: new ParameterContainerSecret(parameters.databaseName) }),
    DB_USER: new ParameterContainerSecret(parameters.username),
    DB_CREDENTIALS: secret ? new ReferencedContainerSecret(secret, attached) : new ManagedContainerSecret(attached),
  };
}
