import { ManagedPolicy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { DatabaseCluster } from 'aws-cdk-lib/aws-rds';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import { ArnFormat, Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { readSecretStatements } from './grants';

interface ProxyLogins {
  readonly secrets: ISecret[] | undefined;
  readonly dbUsers: string[] | undefined;
}

interface ProxyRole {
  readonly role: Role;
  /** Amazon RDS tries the role when the proxy is created: the proxy waits for the policy. */
  readonly policy: ManagedPolicy;
}

/**
 * The role with which a proxy logs in to the cluster: it reads these secrets, or connects as these users, and nothing else.
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/rds-proxy-iam-setup.html
 */
export function proxyRole(scope: Construct, cluster: DatabaseCluster, { secrets, dbUsers }: ProxyLogins): ProxyRole {
  const role = new Role(scope, 'Role', {
    description: 'Logs the database proxy in to its cluster',
    assumedBy: new ServicePrincipal('rds.amazonaws.com'),
  });
  const policy = new ManagedPolicy(scope, 'Policy', {
    description: 'Lets the database proxy log in to its cluster',
    statements: [...(secrets?.flatMap(readSecretStatements) ?? []), ...(dbUsers ? [connect(cluster, dbUsers)] : [])],
    roles: [role],
  });
  return { role, policy };
}

function connect(cluster: DatabaseCluster, dbUsers: string[]): PolicyStatement {
  const resources = dbUsers.map((dbUser) =>
    Stack.of(cluster).formatArn({
      service: 'rds-db',
      resource: 'dbuser',
      resourceName: `${cluster.clusterResourceIdentifier}/${dbUser}`,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    }),
  );
  return new PolicyStatement({ actions: ['rds-db:connect'], resources });
}
