import { type Json, refusal } from '@org/testing';
import { underTest } from './synthesized';

/** What the app says, line by line, without the hint on how to see a stack. */
function complaints(outcome: Parameters<typeof refusal>[0]): string[] {
  return refusal(outcome)
    .trim()
    .split('\n')
    .filter((line) => !line.startsWith('(CDK_DEBUG'));
}

const RETENTIONS =
  '1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653';

describe('context keys', () => {
  test.each(['qa', ''])('S2-TOOL-02, S2-DEP-03: the environment %p is none, and those that are are named', (env) => {
    expect(complaints(underTest.synth({ env }))).toEqual([
      `-c env: must be one of dev, staging, prod, or left out for all of them, got: "${env}"`,
    ]);
  });

  test('S2-DEP-03: an overlong suffix, a missing certificate and whatever else is wrong are reported at once', () => {
    const context = {
      env: 'staging',
      environmentSuffix: 'seven77',
      certificateArn: '',
      hostedZoneId: 'example.com',
      host: 'Pay.',
      imageTag: ':latest',
      alertEmail: 'payments at example.com',
      allowDestroy: 'perhaps',
      bootstrapQualifier: 'pay-dev',
    };
    expect(complaints(underTest.synth(context))).toEqual([
      '-c environmentSuffix: must have at most 6 characters, or names of load balancers would be longer than 32, got: "seven77"',
      '-c certificateArn: must be the ARN of an ACM certificate, got: nothing',
      '-c hostedZoneId: must be a Route 53 hosted zone id such as Z0123456789ABC, got: "example.com"',
      '-c host: must be the first labels of a domain name, e.g. pay-dev, got: "Pay."',
      '-c imageTag: must be an image tag, got: ":latest"',
      '-c alertEmail: must be an e-mail address such as alerts@example.com, got: "payments at example.com"',
      '-c allowDestroy: must be true or false, got: "perhaps"',
      '-c bootstrapQualifier: must be 1 to 10 lower-case letters or digits, got: "pay-dev"',
    ]);
  });

  test.each([
    ['envs', 'env'],
    ['environment', 'environmentSuffix'],
  ])('%s is no key, and the one that was meant is named', (key, meant) => {
    expect(complaints(underTest.synth({ [key]: 'prod' }))).toEqual([
      `-c ${key}: unknown context key. Did you mean ${meant}? Known keys: env, environmentSuffix, certificateArn, ` +
        'domainName, hostedZoneId, host, imageTag, alertEmail, allowDestroy, bootstrapQualifier.',
    ]);
  });
});

describe('config files', () => {
  const FILE = 'config/prod.json';

  test('S2-DEP-03: a malformed range and whatever else is wrong are reported at once', () => {
    const change = (config: Json) => {
      Object.assign(config, {
        logRetentionDays: 100,
        certificateArn: 'my-certificate',
        imageRepositoryArn: 'payments',
        colour: 'green',
      });
      Object.assign(config.network, { cidr: '10.30.0.0', natGateways: 'two' });
      Object.assign(config.service, { minTasks: 9, maxTasks: 3 });
      Object.assign(config.database, {
        instanceType: 'm5.large',
        backupRetentionDays: 36,
        rotationDays: 'weekly',
        reader: 2,
      });
      Object.assign(config.weightedDns, { blueWeight: 0 });
      Object.assign(config.alarms, { cpuPercent: '75' });
    };
    expect(complaints(underTest.synthWith(FILE, change)).sort()).toEqual(
      [
        `${FILE}: logRetentionDays: must be a retention that CloudWatch Logs offers (${RETENTIONS}); the next one is 120, got: 100`,
        `${FILE}: certificateArn: must be the ARN of an ACM certificate, got: "my-certificate"`,
        `${FILE}: imageRepositoryArn: must be the ARN of an ECR repository in us-east-1, got: "payments"`,
        `${FILE}: colour: unknown field. Allowed: environmentSuffix, certificateArn, domainName, hostedZoneId, host, weightedDns, imageRepositoryArn, imageTag, network, service, database, logRetentionDays, alertEmail, alarms, allowDestroy, bootstrapQualifier, exceptions.`,
        `${FILE}: network.cidr: must be an IPv4 range such as 10.0.0.0/16, got: "10.30.0.0"`,
        `${FILE}: network.natGateways: Invalid option: expected one of "single"|"onePerZone", got: "two"`,
        `${FILE}: service.minTasks: must not be above maxTasks (3), got: 9`,
        `${FILE}: database.instanceType: must be t4g.medium, t4g.large, r6g.large or larger, got: "m5.large"`,
        `${FILE}: database.backupRetentionDays: Too big: expected number to be <=35, got: 36`,
        `${FILE}: database.rotationDays: must be 1 to 1000 days, or "never", got: "weekly"`,
        `${FILE}: database.reader: unknown field. Did you mean readers? Allowed: engineVersion, instanceType, readers, backupRetentionDays, rotationDays.`,
        `${FILE}: weightedDns.blueWeight: must not be 0 together with greenWeight, or no record would be answered by its weight, got: 0`,
        `${FILE}: alarms.cpuPercent: Invalid input: expected number, received string, got: "75"`,
      ].sort(),
    );
  });

  test('S2-DEP-03: what the constructs refuse comes with its environment', () => {
    const small = underTest.synthWith(FILE, ({ network }) => Object.assign(network, { cidr: '10.30.0.0/26' }));
    expect(refusal(small)).toMatch(/prod\/Network: .*10\.30\.0\.0\/26/);
    const pair = (config: Json) => Object.assign(config.service, { cpu: 512, memoryMiB: 8192 });
    expect(complaints(underTest.synthWith(FILE, pair, { env: 'prod' }))).toContain(
      'prod/Service: `size` must pair 512 CPU units with 1024, 2048, 3072 or 4096 MiB of memory, got: 8192 MiB. Use TaskSize.of({ cpu: 512, memoryMiB: 4096 }).',
    );
  });
});

describe('environments in each other’s way', () => {
  test('ranges that overlap are refused, even if one environment alone is chosen', () => {
    const change = ({ network }: Json) => Object.assign(network, { cidr: '10.20.128.0/17' });
    expect(complaints(underTest.synthWith('config/prod.json', change, { env: 'prod' }))).toEqual([
      'config/prod.json: network.cidr: must not overlap 10.20.0.0/16 of config/staging.json, got: "10.20.128.0/17"',
    ]);
  });

  test('a range that holds both others is refused for each', () => {
    const change = ({ network }: Json) => Object.assign(network, { cidr: '10.0.0.0/8' });
    expect(complaints(underTest.synthWith('config/dev.json', change))).toEqual([
      'config/staging.json: network.cidr: must not overlap 10.0.0.0/8 of config/dev.json, got: "10.20.0.0/16"',
      'config/prod.json: network.cidr: must not overlap 10.0.0.0/8 of config/dev.json, got: "10.30.0.0/16"',
    ]);
  });

  test('two environments under one name are refused', () => {
    expect(complaints(underTest.synth({ env: 'prod', host: 'pay-dev' }))).toEqual([
      'config/dev.json, config/prod.json: host: must make two names with domainName, whether from a file or from -c, got: "pay-dev.example.com" twice',
    ]);
  });

  test('a wrong file is found whichever environment is chosen', () => {
    const change = (config: Json) => Object.assign(config, { alertEmail: 'nobody' });
    expect(complaints(underTest.synthWith('config/dev.json', change, { env: 'prod' }))).toEqual([
      'config/dev.json: alertEmail: must be an e-mail address such as alerts@example.com, got: "nobody"',
    ]);
  });
});
