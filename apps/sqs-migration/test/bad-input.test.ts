import { type Json, refusal } from '@org/testing';
import { underTest } from './synthesized';

const FILE = 'config/sqs-migration.json';
const IMAGE =
  'must be <repository>:<tag> or <repository>@sha256:<digest>, in Amazon ECR of this account and region and without the host of a registry, e.g. payment-api:1.0.0';

describe('context keys', () => {
  const certificateArn = 'arn:aws:acm:us-east-1:123456789012:certificate/0-0';
  const oneOf = 'give exactly one of certificateArn, and domainName with hostedZoneId';

  test('S3-TOOL-02: every wrong value is told at once', () => {
    const told = refusal(
      underTest.synth({
        environmentSuffix: 'Prod_1',
        alertEmail: 'operations.example.com',
        certificateArn: 'my-certificate',
        paymentApiImage: '123456789012.dkr.ecr.us-east-1.amazonaws.com/payment-api:1.0.0',
        jobProcessorImage: 'job-processor',
      }),
    );
    expect(told.trim().split('\n')).toEqual([
      '-c environmentSuffix: must be 1 to 10 lower-case letters, digits or single inner hyphens, e.g. aa1 or pr-123, got: "Prod_1"',
      '-c certificateArn: must be the ARN of an ACM certificate, got: "my-certificate"',
      '-c alertEmail: must be an e-mail address such as alerts@example.com, got: "operations.example.com"',
      `-c paymentApiImage: ${IMAGE}, got: "123456789012.dkr.ecr.us-east-1.amazonaws.com/payment-api:1.0.0"`,
      `-c jobProcessorImage: ${IMAGE}, got: "job-processor"`,
      '(CDK_DEBUG=true shows the stack.)',
    ]);
  });

  test.each([
    ['no certificate and no domain', { certificateArn: '' }, `-c certificateArn: ${oneOf}, got: nothing`],
    [
      'both',
      { certificateArn, domainName: 'a.example', hostedZoneId: 'Z1' },
      `-c certificateArn: ${oneOf}, got: "${certificateArn}"`,
    ],
    [
      'a domain without its zone',
      { domainName: 'pay.example.com' },
      `${FILE}: hostedZoneId: domainName and hostedZoneId go together: the certificate is validated in that zone, got: nothing`,
    ],
    [
      'a misspelt key',
      { alertMail: 'a@example.com' },
      '-c alertMail: unknown context key. Did you mean alertEmail? Known keys: environmentSuffix, certificateArn, domainName, hostedZoneId, alertEmail, paymentApiImage, jobProcessorImage.',
    ],
  ])('S3-TOOL-02: %s', (_name, context, message) => {
    expect(
      refusal(underTest.synth({ ...context } as Record<string, string>))
        .trim()
        .split('\n'),
    ).toEqual([message, '(CDK_DEBUG=true shows the stack.)']);
  });

  test('an image by its digest, a mailbox and a domain are taken', () => {
    const digest = `sha256:${'0a'.repeat(32)}`;
    const view = underTest.view({
      paymentApiImage: `payments/payment-api@${digest}`,
      alertEmail: 'on-call@example.com',
      domainName: 'pay.example.com',
      hostedZoneId: 'Z0123456789ABC',
    });
    const images = view
      .all('ECS::TaskDefinition')
      .map((task) => view.flat(task.Properties.ContainerDefinitions[0].Image, task));
    expect(images.some((image) => image.endsWith(`/payments/payment-api@${digest}`))).toBe(true);
    expect(view.only('SNS::Subscription').Properties.Endpoint).toBe('on-call@example.com');
    expect(view.only('CertificateManager::Certificate').Properties.DomainName).toBe('pay.example.com');
  });
});

describe('the config file', () => {
  test('S3-TOOL-02: every wrong field is told at once, with its path, its value and what is allowed', () => {
    const told = refusal(
      underTest.synthWith(FILE, (config: Json) => {
        config.region = 'eu-west-1';
        config.network.cidr = '10.0.0.0';
        config.paymentApi.port = '8080';
        config.paymentApi.partnerRanges = ['203.0.113.0/24', '0.0.0.0/0'];
        config.jobProcessor.minTasks = 9;
        config.queue.maxReceiveCount = 0;
        config.queue.retentionDays = 15;
        config.queue.visibilityTimeoutSeconds = 30;
        config.queue.receiveWaitSeconds = 21;
        config.database.reader = 2;
        config.database.backupRetentionDays = 36;
        config.settings.apiRetryCount = -1;
        config.logRetentionDays = 31;
      }),
    );
    expect(told.trim().split('\n').slice(0, -1)).toEqual([
      `${FILE}: region: Invalid input: expected "us-east-1", got: "eu-west-1"`,
      `${FILE}: network.cidr: must be an IPv4 range such as 10.0.0.0/16, got: "10.0.0.0"`,
      `${FILE}: paymentApi.port: Invalid input: expected number, received string, got: "8080"`,
      `${FILE}: paymentApi.partnerRanges.1: must be a range of /16 to /32, those of one partner, got: "0.0.0.0/0"`,
      `${FILE}: jobProcessor.minTasks: must not be above maxTasks (8), got: 9`,
      `${FILE}: queue.retentionDays: Too big: expected number to be <=14, got: 15`,
      `${FILE}: queue.visibilityTimeoutSeconds: Too small: expected number to be >=60, got: 30`,
      `${FILE}: queue.receiveWaitSeconds: Too big: expected number to be <=20, got: 21`,
      `${FILE}: queue.maxReceiveCount: Too small: expected number to be >=3, got: 0`,
      `${FILE}: database.backupRetentionDays: Too big: expected number to be <=35, got: 36`,
      `${FILE}: database.reader: unknown field. Did you mean readers? Allowed: name, engineVersion, instanceType, readers, backupRetentionDays, logicalReplication.`,
      `${FILE}: settings.apiRetryCount: Too small: expected number to be >=0, got: -1`,
      `${FILE}: logRetentionDays: must be a retention that CloudWatch Logs offers (1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653); the next one is 60, got: 31`,
    ]);
  });

  test.each([
    [
      'an impossible pair of processor and memory',
      ({ jobProcessor }: Json) => Object.assign(jobProcessor, { cpu: 512, memoryMiB: 8192 }),
      '1024, 2048, 3072',
    ],
    ['a range too small', ({ network }: Json) => Object.assign(network, { cidr: '10.0.0.0/26' }), '10.0.0.0/26'],
    [
      'a version that is none',
      ({ database }: Json) => Object.assign(database, { engineVersion: '16' }),
      "must be a PostgreSQL version as major.minor from 13 on, such as '14.6', got: '16'",
    ],
  ])('S3-TOOL-02: %s', (_name, change, message) => {
    expect(refusal(underTest.synthWith(FILE, change))).toContain(message);
  });
});

test('partners are let out by name, to nobody else', () => {
  const opened = underTest.synthWith(FILE, ({ paymentApi }) => {
    paymentApi.partnerRanges = ['203.0.113.0/24'];
  });
  const groups = Object.values(opened.templates).flatMap(({ Resources }) =>
    Object.values(Resources).filter(({ Properties }) => JSON.stringify(Properties ?? {}).includes('203.0.113.0/24')),
  );
  expect(groups.map(({ Properties }) => Properties.GroupName)).toEqual(['security-group-payment-api-dev1']);
});
