import { AppView, type Json, type StackResource, wildcards, workloadStatements } from '@org/testing';
import { CONFIG_FILE, underTest } from './synthesized';

const app = underTest.view();
const service = app.only('ECS::Service');
const task = app.only('ECS::TaskDefinition');
const container = task.Properties.ContainerDefinitions[0] as Json;
const alb = app.only('ElasticLoadBalancingV2::LoadBalancer');
const listener = app.only('ElasticLoadBalancingV2::Listener');
const targetGroup = app.only('ElasticLoadBalancingV2::TargetGroup');
const data = bucketNamed('data');

/** The app of somebody who chose another size and another health path. */
const resized = new AppView(
  underTest.synthWith(CONFIG_FILE, (config) =>
    Object.assign(config.service, { cpu: 1024, memoryMiB: 4096, healthPath: '/ready' }),
  ),
);

/** The app of somebody who has a certificate. */
const certificateArn = 'arn:aws:acm:us-east-2:123456789012:certificate/00000000-0000-0000-0000-000000000000';
const given = underTest.view({ certificateArn });

function bucketNamed(part: string): StackResource {
  const found = app.all('S3::Bucket').filter((one) => app.flat(one.Properties.BucketName, one).includes(part));
  expect(found).toHaveLength(1);
  return found[0] as StackResource;
}

const roleOf = (property: 'ExecutionRoleArn' | 'TaskRoleArn') =>
  app.target(task.Properties[property], task) as StackResource;

describe('containers', () => {
  test('S1-ECS-01: one cluster, and a service that runs on Fargate', () => {
    expect(app.target(service.Properties.Cluster, service)).toBe(app.only('ECS::Cluster'));
    expect(app.target(service.Properties.TaskDefinition, service)).toBe(task);
    expect(service.Properties.LaunchType).toBe('FARGATE');
    expect(task.Properties.RequiresCompatibilities).toEqual(['FARGATE']);
  });

  test('S1-ECS-02, S1-COST-01: 512 CPU units and 1024 MiB unless the config says otherwise', () => {
    expect(task.Properties).toMatchObject({ Cpu: '512', Memory: '1024' });
    expect(resized.only('ECS::TaskDefinition').Properties).toMatchObject({ Cpu: '1024', Memory: '4096' });
  });

  test('S1-LOG-01, S1-CTX-01: every log group keeps seven years, that of the tasks among them', () => {
    const groups = app.all('Logs::LogGroup');
    expect(groups.length).toBeGreaterThanOrEqual(2);
    expect(groups.map(({ Properties }) => Properties.RetentionInDays)).toEqual(groups.map(() => 2557));
    expect(task.Properties.ContainerDefinitions).toHaveLength(1);
    expect(container.LogConfiguration.LogDriver).toBe('awslogs');
    expect(groups).toContain(app.target(container.LogConfiguration.Options['awslogs-group'], task));
  });

  test('the service is told where its database and its files are, and nothing in plain text', () => {
    const secrets = container.Secrets as { Name: string; ValueFrom: unknown }[];
    expect(secrets.map(({ Name }) => Name).sort()).toEqual([
      'DATA_LOCATION',
      'DB_CREDENTIALS',
      'DB_HOST',
      'DB_NAME',
      'DB_PORT',
      'DB_READER_HOST',
      'DB_USER',
    ]);
    expect(container.Environment ?? []).toEqual([]);
    const location = app.target(secrets.find(({ Name }) => Name === 'DATA_LOCATION')?.ValueFrom, task) as StackResource;
    expect(app.flat(location.Properties.Value, location)).toBe(`s3://\${${data.stack}/${data.logicalId}}/receipts/`);
  });

  test('the image comes from the scanned repository of the app, and scaling keeps a task in each zone', () => {
    expect(app.target(container.Image, task)).toBe(app.only('ECR::Repository'));
    expect(app.only('ApplicationAutoScaling::ScalableTarget').Properties).toMatchObject({
      MinCapacity: 3,
      MaxCapacity: 9,
    });
  });
});

describe('load balancer', () => {
  test('S1-ALB-02, S1-CTX-01: TLS ends at the one listener', () => {
    expect(listener.Properties).toMatchObject({ Protocol: 'HTTPS', Port: 443 });
    expect(app.target(listener.Properties.LoadBalancerArn, listener)).toBe(alb);
    expect(listener.Properties.Certificates[0].CertificateArn).toBeTruthy();
    expect(listener.Properties.SslPolicy).toMatch(/TLS13/);
  });

  test('S1-ALB-03: a certificate is requested for the domain, unless one is given', () => {
    const certificate = app.only('CertificateManager::Certificate');
    expect(certificate.Properties).toMatchObject({
      DomainName: 'payments.example.com',
      ValidationMethod: 'DNS',
      DomainValidationOptions: [{ DomainName: 'payments.example.com', HostedZoneId: 'Z0123456789EXAMPLE' }],
    });
    expect(listener.Properties.Certificates).toHaveLength(1);
    expect(app.target(listener.Properties.Certificates[0].CertificateArn, listener)).toBe(certificate);

    expect(given.all('CertificateManager::Certificate')).toEqual([]);
    expect(given.only('ElasticLoadBalancingV2::Listener').Properties.Certificates).toEqual([
      { CertificateArn: certificateArn },
    ]);
  });

  test('S1-ALB-04: one target group of addresses, between the listener and the service', () => {
    expect(targetGroup.Properties.TargetType).toBe('ip');
    expect(app.target(targetGroup.Properties.VpcId, targetGroup)).toBe(app.only('EC2::VPC'));
    expect(service.Properties.LoadBalancers).toEqual([expect.objectContaining({ ContainerPort: 8080 })]);
    expect(app.target(service.Properties.LoadBalancers[0].TargetGroupArn, service)).toBe(targetGroup);
    const rule = app.only('ElasticLoadBalancingV2::ListenerRule');
    expect(app.target(rule.Properties.ListenerArn, rule)).toBe(listener);
    expect(app.target(rule.Properties.Actions[0].TargetGroupArn, rule)).toBe(targetGroup);
    expect(rule.Properties.Conditions).toEqual([{ Field: 'path-pattern', PathPatternConfig: { Values: ['/*'] } }]);
  });

  test('S1-ALB-06: the health check asks for the path of the config', () => {
    expect(targetGroup.Properties).toMatchObject({
      HealthCheckPath: '/health',
      HealthCheckIntervalSeconds: expect.any(Number),
      UnhealthyThresholdCount: expect.any(Number),
      Matcher: { HttpCode: '200' },
    });
    expect(resized.only('ElasticLoadBalancingV2::TargetGroup').Properties.HealthCheckPath).toBe('/ready');
  });

  test('a firewall inspects what comes in', () => {
    const association = app.only('WAFv2::WebACLAssociation');
    expect(app.target(association.Properties.ResourceArn, association)).toBe(alb);
  });
});

describe('roles', () => {
  const ecsTasks = expect.objectContaining({ Principal: { Service: 'ecs-tasks.amazonaws.com' } });
  const trustOf = (role: StackResource) => role.Properties.AssumeRolePolicyDocument.Statement;

  test('S1-IAM-01: the execution role pulls from the one repository and writes to the one log group', () => {
    const role = roleOf('ExecutionRoleArn');
    expect(trustOf(role)).toEqual([ecsTasks]);
    const resourcesFor = (action: string) =>
      workloadStatements(app, role)
        .filter(({ actions }) => actions.includes(action))
        .flatMap(({ resources }) => resources);
    const { logicalId, stack } = app.only('ECR::Repository');
    for (const action of ['ecr:BatchCheckLayerAvailability', 'ecr:GetDownloadUrlForLayer', 'ecr:BatchGetImage']) {
      expect(resourcesFor(action)).toEqual([`\${${stack}/${logicalId}.Arn}`]);
    }
    const group = app.target(container.LogConfiguration.Options['awslogs-group'], task);
    for (const action of ['logs:CreateLogStream', 'logs:PutLogEvents']) {
      expect(resourcesFor(action)).toEqual([`\${${group?.stack}/${group?.logicalId}.Arn}`]);
    }
  });

  test('S1-IAM-02: the task role reads the credentials, and files below one prefix of one bucket', () => {
    const role = roleOf('TaskRoleArn');
    expect(role).not.toBe(roleOf('ExecutionRoleArn'));
    expect(trustOf(role)).toEqual([ecsTasks]);
    const attachment = app.only('SecretsManager::SecretTargetAttachment');
    expect(app.target(attachment.Properties.SecretId, attachment)).toBe(app.only('SecretsManager::Secret'));
    const key = app.target(app.only('RDS::DBCluster').Properties.KmsKeyId, app.only('RDS::DBCluster'));
    const keyArn = `\${${key?.stack}/${key?.logicalId}.Arn}`;
    const allowed = workloadStatements(app, role).map(({ actions, resources }) => [actions, resources]);
    expect(allowed).toHaveLength(4);
    expect(allowed).toEqual(
      expect.arrayContaining([
        [['secretsmanager:GetSecretValue'], [`\${${attachment.stack}/${attachment.logicalId}}`]],
        [['kms:Decrypt'], [keyArn]],
        [['s3:GetObject', 's3:PutObject'], [`\${${data.stack}/${data.logicalId}.Arn}/receipts/*`]],
        [['kms:Decrypt', 'kms:GenerateDataKey'], [keyArn]],
      ]),
    );
  });

  test('S1-IAM-03: no wildcard, but in the keys of objects below the prefix', () => {
    expect(wildcards(app)).toEqual([]);
    const s3 = workloadStatements(app).filter(({ actions }) => actions.some((action) => action.startsWith('s3:')));
    for (const { resources } of s3) {
      for (const resource of resources) expect(resource).toMatch(/^\$\{[^}]+\.Arn\}\/[a-z]+\/\*$/);
    }
    expect(s3.length).toBeGreaterThanOrEqual(1);
  });
});

describe('keys', () => {
  const keys = app.all('KMS::Key');

  test('S1-KMS-01: keys rotate, go with the stack, are nobody else’s, and have an alias', () => {
    expect(keys.length).toBeGreaterThanOrEqual(1);
    for (const key of keys) {
      expect(key.Properties.EnableKeyRotation).toBe(true);
      expect(key.DeletionPolicy).toBe('Delete');
      const statements = key.Properties.KeyPolicy.Statement as Json[];
      const principals = statements.flatMap(({ Principal }) =>
        typeof Principal === 'string' ? Principal : Object.values(Principal).flat(),
      );
      expect(principals).not.toContain('*');
      expect(statements.filter(({ Effect, NotPrincipal }) => Effect === 'Allow' && NotPrincipal)).toEqual([]);
      const aliases = app.all('KMS::Alias').filter((alias) => app.target(alias.Properties.TargetKeyId, alias) === key);
      expect(aliases.map(({ Properties }) => Properties.AliasName)).toEqual([expect.stringMatching(/-aa1$/)]);
    }
  });

  test('logs are under one key, cardholder data under another', () => {
    const keyOf = (value: unknown, from: StackResource) => app.target(value, from);
    const bucketKey = (bucket: StackResource) =>
      keyOf(
        bucket.Properties.BucketEncryption.ServerSideEncryptionConfiguration[0].ServerSideEncryptionByDefault
          .KMSMasterKeyID,
        bucket,
      );
    const cluster = app.only('RDS::DBCluster');
    const secret = app.only('SecretsManager::Secret');
    const dataKeys = [keyOf(cluster.Properties.KmsKeyId, cluster), keyOf(secret.Properties.KmsKeyId, secret)];
    const groups = app.all('Logs::LogGroup').map((group) => keyOf(group.Properties.KmsKeyId, group));
    const [logKey] = groups;
    expect(logKey?.Type).toBe('AWS::KMS::Key');
    expect(new Set([...groups, bucketKey(bucketNamed('flow-logs'))])).toEqual(new Set([logKey]));
    const [dataKey] = dataKeys;
    expect(dataKey?.Type).toBe('AWS::KMS::Key');
    expect(new Set([...dataKeys, bucketKey(data)])).toEqual(new Set([dataKey]));
    expect(dataKey).not.toBe(logKey);
  });
});
