import { type Json, type StackResource, workloadStatements } from '@org/testing';
import { app, lead, type ServiceParts, services } from './platform';

const queueNamed = (name: string) => {
  const found = app.all('SQS::Queue').filter(({ Properties }) => Properties.QueueName === name);
  expect(found).toHaveLength(1);
  return found[0] as StackResource;
};
const jobs = queueNamed('payment-jobs-aa1');
const deadLetters = queueNamed('payment-jobs-dlq-aa1');
const topic = app.only('SNS::Topic');
const alarms = app.all('CloudWatch::Alarm');

/** What a service is told at its start, by the resource that each value leads to. */
const injected = ({ container, task }: ServiceParts): StackResource[] =>
  container.Secrets.map(({ ValueFrom }: Json) => lead(ValueFrom, task));

describe('queue', () => {
  test('S3-SQS-01: payment-jobs, encrypted', () => {
    expect(app.all('SQS::Queue')).toHaveLength(2);
    expect(jobs.Properties.SqsManagedSseEnabled).toBe(true);
  });

  test('S3-SQS-02: jobs are kept for fourteen days', () => {
    expect(jobs.Properties.MessageRetentionPeriod).toBe(1_209_600);
  });

  test('S3-SQS-03: what fails again and again is set aside for seven days', () => {
    expect(deadLetters.Properties.MessageRetentionPeriod).toBe(604_800);
    const { deadLetterTargetArn, maxReceiveCount } = jobs.Properties.RedrivePolicy;
    expect(lead(deadLetterTargetArn, jobs)).toBe(deadLetters);
    expect(maxReceiveCount).toBeGreaterThanOrEqual(3);
    expect(maxReceiveCount).toBeLessThanOrEqual(5);
  });

  test('S3-SQS-04: a job is hidden while it is worked on, and waited for', () => {
    expect(jobs.Properties.VisibilityTimeout).toBeGreaterThanOrEqual(60);
    expect(jobs.Properties.ReceiveMessageWaitTimeSeconds).toBeGreaterThanOrEqual(1);
    expect(jobs.Properties.ReceiveMessageWaitTimeSeconds).toBeLessThanOrEqual(20);
  });

  test('S3-SQS-05: the URLs of both queues are outputs', () => {
    const urls = app.outputs.filter(({ target, attribute }) => target?.Type === 'AWS::SQS::Queue' && !attribute);
    expect(new Set(urls.map(({ target }) => target))).toEqual(new Set([jobs, deadLetters]));
    expect(urls).toHaveLength(2);
  });
});

describe('alerts', () => {
  const watching = (metric: string) => alarms.filter(({ Properties }) => JSON.stringify(Properties).includes(metric));

  test('S3-ALERT-01: every alarm but those that take deployments back goes to payment-alerts', () => {
    expect(topic.Properties.TopicName).toBe('payment-alerts-aa1');
    const silent = alarms.filter(
      (alarm) => !(alarm.Properties.AlarmActions ?? []).some((action: unknown) => app.target(action, alarm) === topic),
    );
    expect(silent.map(({ Properties }) => Properties.AlarmName).sort()).toEqual([
      'alarm-job-processor-rollback-cpu-aa1',
      'alarm-job-processor-rollback-memory-aa1',
      'alarm-payment-api-rollback-cpu-aa1',
      'alarm-payment-api-rollback-memory-aa1',
    ]);
    for (const metric of ['HTTPCode_ELB_5XX_Count', 'UnHealthyHostCount', 'CPUUtilization'])
      expect(watching(metric).length).toBeGreaterThan(0);
  });

  test('S3-ALERT-01: jobs that wait and jobs that failed are watched', () => {
    const watched = (queue: StackResource) =>
      alarms.filter((alarm) =>
        (alarm.Properties.Dimensions ?? []).some((one: Json) => app.target(one.Value, alarm) === queue),
      );
    expect(watched(deadLetters).map(({ Properties }) => [Properties.MetricName, Properties.Threshold])).toEqual([
      ['ApproximateNumberOfMessagesVisible', 1],
    ]);
    expect(watched(jobs).map(({ Properties }) => [Properties.MetricName, Properties.Threshold])).toEqual([
      ['ApproximateAgeOfOldestMessage', 900],
    ]);
  });

  test('S3-ALERT-01: changes and failures of the database are reported', () => {
    const subscriptions = app.all('RDS::EventSubscription');
    expect(subscriptions).toHaveLength(4);
    for (const one of subscriptions) expect(lead(one.Properties.SnsTopicArn, one)).toBe(topic);
  });

  test('S3-ALERT-02: operations get them by mail', () => {
    const subscription = app.only('SNS::Subscription');
    expect(subscription.Properties).toMatchObject({ Protocol: 'email', Endpoint: 'payment-operations@example.com' });
    expect(lead(subscription.Properties.TopicArn, subscription)).toBe(topic);
  });
});

describe('settings', () => {
  const parameters = app.all('SSM::Parameter');

  test('S3-SSM-01: timeouts and retry counts are plain parameters', () => {
    expect(parameters.length).toBeGreaterThanOrEqual(2);
    const valuesOf = (word: string) =>
      parameters
        .filter(({ Properties }) => Properties.Name.includes(word))
        .map(({ Properties }) => [Properties.Type, Properties.Value]);
    expect(valuesOf('timeout')).toEqual([['String', '30']]);
    expect(valuesOf('retry')).toEqual([['String', '3']]);
  });

  test('S3-SSM-02: each service may read exactly the parameters that it is given', () => {
    for (const { container, task, executionRole } of services) {
      const given = container.Secrets.map(({ ValueFrom }: Json) => ValueFrom)
        .filter((value: unknown) => lead(value, task).Type === 'AWS::SSM::Parameter')
        .map((value: unknown) => app.flat(value, task));
      expect(given.length).toBeGreaterThanOrEqual(2);
      const reading = workloadStatements(app, executionRole).filter(({ actions }) =>
        actions.some((action) => action.startsWith('ssm:')),
      );
      expect(new Set(reading.flatMap(({ actions }) => actions))).toEqual(new Set(['ssm:GetParameters']));
      expect(new Set(reading.flatMap(({ resources }) => resources))).toEqual(new Set(given));
    }
  });

  test('S3-SEC-01: API keys are a secret of their own, which both services get', () => {
    expect(app.all('SecretsManager::Secret').length).toBeGreaterThanOrEqual(2);
    const attachment = app.only('SecretsManager::SecretTargetAttachment');
    const ofDatabase = lead(attachment.Properties.SecretId, attachment);
    const [apiKeys, ...others] = app.all('SecretsManager::Secret').filter((secret) => secret !== ofDatabase);
    expect(others).toEqual([]);
    expect(apiKeys?.Properties.GenerateSecretString).toBeDefined();
    for (const parts of services) {
      expect(injected(parts)).toContain(apiKeys);
      const readable = workloadStatements(app, parts.executionRole)
        .filter(({ actions }) => actions.includes('secretsmanager:GetSecretValue'))
        .flatMap(({ resources }) => resources);
      expect(new Set(readable)).toEqual(
        new Set([`\${TapStack/${apiKeys?.logicalId}}`, `\${TapStack/${attachment.logicalId}}`]),
      );
    }
  });

  test('S3-CTX-03: both services know the queue, the database and their settings, and nothing in plain text', () => {
    for (const parts of services) {
      const told = injected(parts);
      const values = told
        .filter(({ Type }) => Type === 'AWS::SSM::Parameter')
        .map((parameter) => app.target(parameter.Properties.Value, parameter));
      expect(values).toEqual(expect.arrayContaining([jobs, app.only('RDS::DBCluster')]));
      expect(told).toContain(app.only('SecretsManager::SecretTargetAttachment'));
      expect(told.some(({ Properties }) => /timeout/.test(Properties.Name ?? ''))).toBe(true);
      expect(parts.container.Environment ?? []).toEqual([]);
    }
  });
});

test('S3-SEC-02: everything at rest is encrypted', () => {
  for (const queue of app.all('SQS::Queue')) expect(queue.Properties.SqsManagedSseEnabled).toBe(true);
  // CloudWatch alarms cannot publish to a topic with the key of AWS.
  expect(lead(topic.Properties.KmsMasterKeyId, topic).Type).toBe('AWS::KMS::Key');
  expect(app.all('S3::Bucket').length).toBeGreaterThan(0);
  for (const bucket of app.all('S3::Bucket'))
    expect(bucket.Properties.BucketEncryption.ServerSideEncryptionConfiguration).toHaveLength(1);
  expect(app.only('RDS::DBCluster').Properties.StorageEncrypted).toBe(true);
});
