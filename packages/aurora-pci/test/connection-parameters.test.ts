import { onlyResource, resourcesOf } from '@org/testing';
import { SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnDBCluster } from 'aws-cdk-lib/aws-rds';
import { CfnSecret } from 'aws-cdk-lib/aws-secretsmanager';
import { CfnParameter } from 'aws-cdk-lib/aws-ssm';
import { App, Aspects, CfnResource, type IAspect, Stack, Token } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { AuroraCredentials, StorageEncryption } from '../src';
import { database, MYSQL, newStack, stackWith, strangersVpc } from './fixtures';

const NAMES = ['DB_HOST', 'DB_READER_HOST', 'DB_PORT', 'DB_NAME', 'DB_USER', 'DB_CREDENTIALS'];

/** Flattens an ARN: pseudo parameters by name, references as <logical id>. */
function flat(value: unknown): string {
  if (typeof value === 'string') return value;
  const [[key, inner] = []] = Object.entries(value as object);
  if (key === 'Ref') return `<${inner}>`;
  if (key === 'Fn::Join') return (inner[1] as unknown[]).map(flat).join('');
  if (key === 'Fn::ImportValue') return `<${inner}>`;
  return `<${inner.join('.')}>`;
}
const ARN = 'arn:<AWS::Partition>:ssm:<AWS::Region>:<AWS::AccountId>:parameter';

/** Names as @org/governance gives them: only to what the package marked, and to parameters. */
class Rename implements IAspect {
  public visit(node: IConstruct): void {
    const marked = node.node.metadata.some(({ type, data }) => type === 'derived-name' && data === true);
    if (node instanceof CfnDBCluster && marked) node.dbClusterIdentifier = 'db-prod-aa1';
    if (node instanceof CfnSecret && marked) node.name = 'secret-prod-aa1';
    if (node instanceof CfnParameter) node.name = `/aa1/${node.node.scope?.node.id}`;
  }
}

/** A task in another stack that gets everything. */
function withTask(app: App, stack: Stack, props: Parameters<typeof database>[1] = {}) {
  const aurora = database(stack, { databaseName: 'payments', ...props });
  const other = new Stack(app, 'Service');
  const executionRole = new Role(other, 'Execution', { assumedBy: new ServicePrincipal('ecs-tasks.amazonaws.com') });
  const task = new ecs.FargateTaskDefinition(other, 'Task', { executionRole });
  const image = ecs.ContainerImage.fromRegistry('public.ecr.aws/app:1');
  task.addContainer('app', { image, secrets: aurora.containerSecrets });
  const service = new SecurityGroup(other, 'Group', { vpc: strangersVpc(other), allowAllOutbound: false });
  service.connections.allowToDefaultPort(aurora);
  return { aurora, other };
}

describe('parameters', () => {
  const stack = stackWith({ databaseName: 'payments' });
  const cluster = onlyResource(stack, 'AWS::RDS::DBCluster').logicalId;
  const parameters = resourcesOf(stack, 'AWS::SSM::Parameter');

  test('hold the facts of the connection and no password', () => {
    expect(parameters.map(({ Properties: p }) => [p.Type, flat(p.Value)])).toEqual([
      ['String', `<${cluster}.Endpoint.Address>`],
      ['String', `<${cluster}.ReadEndpoint.Address>`],
      ['String', '5432'],
      ['String', 'dbadmin'],
      ['String', 'payments'],
    ]);
  });

  test('appear when the instances answer and the secret is complete', () => {
    const awaited = ['AWS::RDS::DBInstance', 'AWS::SecretsManager::SecretTargetAttachment'].flatMap((type) =>
      resourcesOf(stack, type).map(({ logicalId }) => logicalId),
    );
    expect(awaited).toHaveLength(3);
    for (const { DependsOn } of parameters) expect(DependsOn).toEqual(expect.arrayContaining(awaited));
  });

  test('follow engine and user name', () => {
    const credentials = AuroraCredentials.generated({ username: 'owner' });
    const other = stackWith({ engine: MYSQL, credentials });
    const values = resourcesOf(other, 'AWS::SSM::Parameter').map(({ Properties }) => Properties.Value);
    expect(values).toEqual(expect.arrayContaining(['3306', 'owner']));
  });

  test('without a database name there is none to read', () => {
    const aurora = database(newStack());
    expect(aurora.parameters.databaseName).toBeUndefined();
    expect(Object.keys(aurora.containerSecrets)).toEqual(NAMES.filter((name) => name !== 'DB_NAME'));
  });
});

describe('container secrets', () => {
  const app = new App();
  const stack = new Stack(app, 'Stack');
  const { other } = withTask(app, stack);
  const [container] = onlyResource(other, 'AWS::ECS::TaskDefinition').Properties.ContainerDefinitions;
  const secrets = container.Secrets as { Name: string; ValueFrom: unknown }[];
  const statements = onlyResource(other, 'AWS::IAM::Policy').Properties.PolicyDocument.Statement;

  test('are references to Parameter Store, each of them', () => {
    expect(secrets.map(({ Name }) => Name)).toEqual(NAMES);
    for (const { ValueFrom } of secrets) expect(JSON.stringify(ValueFrom)).toMatch(/:ssm:.*:parameter\//);
    expect(container.Environment).toBeUndefined();
  });

  test('the credentials are the reserved path of the secret', () => {
    const { Name } = onlyResource(stack, 'AWS::SecretsManager::Secret').Properties;
    expect(flat(secrets.at(-1)?.ValueFrom)).toBe(`${ARN}/aws/reference/secretsmanager/${Name}`);
  });

  test('grant exactly what they read', () => {
    const ofSsm = statements.filter(({ Action }: { Action: string }) => Action === 'ssm:GetParameters');
    const granted = ofSsm.flatMap(({ Resource }: { Resource: unknown }) => Resource).map(flat);
    expect(granted.sort()).toEqual(secrets.map(({ ValueFrom }) => flat(ValueFrom)).sort());
    const rest = statements.filter(({ Action }: { Action: string }) => Action !== 'ssm:GetParameters');
    expect(rest.map(({ Action }: { Action: string }) => Action)).toEqual([
      'secretsmanager:GetSecretValue',
      'kms:Decrypt',
    ]);
    expect(rest[1].Condition.StringEquals['kms:ViaService']).toBeDefined();
  });

  test('need no key where the secret has none', () => {
    const own = new App();
    const { other: service } = withTask(own, new Stack(own, 'Stack'), { encryption: StorageEncryption.awsManaged() });
    expect(JSON.stringify(onlyResource(service, 'AWS::IAM::Policy'))).not.toContain('kms:');
  });
});

describe('an aspect that renames what is marked', () => {
  const app = new App();
  Aspects.of(app).add(new Rename());
  const stack = new Stack(app, 'Stack');
  const { other } = withTask(app, stack);
  app.synth();

  test('and a service in another stack make no cycle', () => {
    expect(other.dependencies.map(({ node }) => node.id)).toEqual(['Stack']);
    expect(stack.dependencies).toEqual([]);
    expect(onlyResource(other, 'AWS::EC2::SecurityGroupIngress').Properties).toMatchObject({
      FromPort: 5432,
      ToPort: 5432,
    });
  });

  test('finds two marked resources', () => {
    const marked = stack.node.findAll().filter(({ node }) => node.metadata.some(({ type }) => type === 'derived-name'));
    expect(
      marked
        .filter(CfnResource.isCfnResource)
        .map(({ cfnResourceType }) => cfnResourceType)
        .sort(),
    ).toEqual(['AWS::RDS::DBCluster', 'AWS::SecretsManager::Secret']);
  });

  test('moves log groups, alias and key policy with the cluster', () => {
    expect(onlyResource(stack, 'AWS::RDS::DBCluster').Properties.DBClusterIdentifier).toBe('db-prod-aa1');
    expect(onlyResource(stack, 'AWS::Logs::LogGroup').Properties.LogGroupName).toBe(
      '/aws/rds/cluster/db-prod-aa1/postgresql',
    );
    expect(onlyResource(stack, 'AWS::KMS::Alias').Properties.AliasName).toBe('alias/db-prod-aa1');
    expect(JSON.stringify(onlyResource(stack, 'AWS::KMS::Key'))).toContain(':log-group:/aws/rds/cluster/db-prod-aa1/*');
  });

  test('moves the parameter path and its grant with the secret', () => {
    expect(onlyResource(stack, 'AWS::SecretsManager::Secret').Properties.Name).toBe('secret-prod-aa1');
    const path = `${ARN}/aws/reference/secretsmanager/secret-prod-aa1`;
    const [container] = onlyResource(other, 'AWS::ECS::TaskDefinition').Properties.ContainerDefinitions;
    expect(flat(container.Secrets.at(-1).ValueFrom)).toBe(path);
    const statements = onlyResource(other, 'AWS::IAM::Policy').Properties.PolicyDocument.Statement;
    const resources = statements.flatMap(({ Resource }: { Resource: unknown }) => Resource).map(flat);
    expect(resources).toContain(path);
  });

  test('leaves one slash before a parameter with a path', () => {
    const [container] = onlyResource(other, 'AWS::ECS::TaskDefinition').Properties.ContainerDefinitions;
    expect(flat(container.Secrets[0].ValueFrom)).toMatch(
      /:parameter<Stack:ExportsOutputRefDatabaseParametersHost\w+>$/,
    );
  });
});

test('a parameter without a path gets the slash, also under a name known only at deployment', () => {
  for (const name of [undefined, 'host', Token.asString({ Ref: 'Name' })]) {
    const stack = newStack();
    const aurora = database(stack);
    (aurora.parameters.host.node.defaultChild as CfnParameter).name = name;
    expect(flat(stack.resolve(aurora.containerSecrets.DB_HOST?.arn))).toMatch(
      /:parameter\/<DatabaseParametersHost\w+>$/,
    );
  }
});
