import * as sqs from 'aws-cdk-lib/aws-sqs';
import { App, Aws, Stack, Token } from 'aws-cdk-lib/core';
import { NamingConvention } from '../src';

const typeSuffix = NamingConvention.typeSuffix({ suffix: 'aa1' });
const typeEnvironmentSuffix = NamingConvention.typeEnvironmentSuffix({ environment: 'prod', suffix: 'aa1' });
const environmentRegionService = NamingConvention.environmentRegionService({
  environment: 'prod',
  region: 'us-east-1',
  service: 'pay',
  suffix: 'aa1',
});

describe('formats', () => {
  // The formats are part of the semver contract.
  test.each([
    [typeSuffix, 'payment-jobs-aa1'],
    [typeEnvironmentSuffix, 'payment-jobs-prod-aa1'],
    [environmentRegionService, 'prod-us-east-1-pay-payment-jobs-aa1'],
  ])('%#: %s', (convention, name) => {
    expect(convention.nameFor('payment-jobs')).toBe(name);
  });
});

describe('suffix', () => {
  test.each(['a', '1', 'aa1', 'pr-123', 'a1-b2-c3-d', '0123456789'])('takes %s', (suffix) => {
    expect(NamingConvention.typeSuffix({ suffix }).nameFor('x')).toBe(`x-${suffix}`);
  });

  test.each(['', 'A', 'aA1', 'a_1', '-a', 'a-', 'a--b', 'a.b', 'ä', '01234567890', 'a\n', 'pr 1'])(
    'refuses %j',
    (suffix) => {
      const message =
        'NamingConvention: `suffix` (the environmentSuffix) must be 1 to 10 lower-case letters, digits or single inner ' +
        `hyphens, e.g. aa1 or pr-123, got: '${suffix}'.`;
      const environment = 'prod';
      expect(() => NamingConvention.typeSuffix({ suffix })).toThrow(new Error(message));
      expect(() => NamingConvention.typeEnvironmentSuffix({ environment, suffix })).toThrow(new Error(message));
      expect(() =>
        NamingConvention.environmentRegionService({ environment, region: 'us-east-1', service: 'pay', suffix }),
      ).toThrow(new Error(message));
    },
  );

  test('refuses a token: a name must be known to be checked', () => {
    expect(() => NamingConvention.typeSuffix({ suffix: Token.asString({ Ref: 'Suffix' }) })).toThrow(
      new Error(
        'NamingConvention: `suffix` (the environmentSuffix) must be 1 to 10 lower-case letters, digits or single inner ' +
          'hyphens, e.g. aa1 or pr-123, got: a value that is known only at deployment.',
      ),
    );
  });
});

describe('environment', () => {
  test.each(['dev', 'production', 'e2e'])('takes %s', (environment) => {
    expect(NamingConvention.typeEnvironmentSuffix({ environment, suffix: 'aa1' }).nameFor('x')).toBe(
      `x-${environment}-aa1`,
    );
  });

  test.each(['', 'Prod', '1a', 'pre-prod', 'productions'])('refuses %j', (environment) => {
    const message = `NamingConvention: \`environment\` must be 1 to 10 lower-case letters or digits, beginning with a letter, e.g. prod, got: '${environment}'.`;
    expect(() => NamingConvention.typeEnvironmentSuffix({ environment, suffix: 'aa1' })).toThrow(new Error(message));
    expect(() =>
      NamingConvention.environmentRegionService({ environment, region: 'us-east-1', service: 'pay', suffix: 'aa1' }),
    ).toThrow(new Error(message));
  });
});

describe('region and service', () => {
  const format = (props: { region?: string; service?: string; suffix?: string }) => () =>
    NamingConvention.environmentRegionService({
      environment: 'staging',
      region: props.region ?? 'us-east-1',
      service: props.service ?? 'pay',
      suffix: props.suffix ?? 'aa1',
    });

  test.each(['us-east-1', 'eu-west-2', 'us-gov-west-1', 'eusc-de-east-1'])('takes region %s', (region) => {
    expect(format({ region, suffix: 'a' })().nameFor('x')).toBe(`staging-${region}-pay-x-a`);
  });

  test.each(['', 'virginia', 'us-east-1a', 'US-EAST-1'])('refuses region %j', (region) => {
    expect(format({ region })).toThrow(
      new Error(`NamingConvention: \`region\` must be the code of a region, e.g. us-east-1, got: '${region}'.`),
    );
  });

  test('refuses the region of an unknown environment', () => {
    expect(format({ region: Aws.REGION })).toThrow(
      new Error(
        'NamingConvention: `region` must be the code of a region, e.g. us-east-1, got: a value that is known only at ' +
          'deployment.',
      ),
    );
  });

  test.each(['', 'Pay', 'pay-ment', '1pay'])('refuses service %j', (service) => {
    expect(format({ service })).toThrow(
      new Error(
        `NamingConvention: \`service\` must be lower-case letters or digits, beginning with a letter, e.g. pay, got: '${service}'.`,
      ),
    );
  });

  test('leaves three characters for a load balancer, and refuses to leave two', () => {
    expect(format({ suffix: 'pr1234' })().nameFor('alb')).toHaveLength(32);
    expect(format({ suffix: 'pr12345' })).toThrow(
      new Error(
        'NamingConvention: `environment`, `region`, `service` and `suffix` (the environmentSuffix) must have at most 25 ' +
          "characters together, got: 26 in 'staging', 'us-east-1', 'pay', 'pr12345'. A load balancer name has 32: " +
          'shorten `service` or `suffix`.',
      ),
    );
  });
});

describe('nameFor', () => {
  test.each(['', 'Jobs', 'payment_jobs', '-jobs', 'jobs-', 'a--b', '1st'])('refuses label %j', (label) => {
    expect(() => typeSuffix.nameFor(label)).toThrow(
      new Error(
        'NamingConvention: `label` must be lower-case words joined by single hyphens and beginning with a letter, ' +
          `e.g. payment-jobs, got: '${label}'.`,
      ),
    );
  });

  test('keeps to 63 characters without a type', () => {
    expect(typeSuffix.nameFor('a'.repeat(59))).toHaveLength(63);
    expect(() => typeSuffix.nameFor('a'.repeat(60))).toThrow(
      new Error(
        'NamingConvention: `label` must have at most 59 characters, so that the name keeps to the 63 of most types, ' +
          `got: 60 in '${'a'.repeat(60)}'.`,
      ),
    );
  });

  test('keeps to the limit of a type', () => {
    const resourceType = 'AWS::ElasticLoadBalancingV2::TargetGroup';
    expect(typeEnvironmentSuffix.nameFor('a'.repeat(23), { resourceType })).toHaveLength(32);
    expect(() => typeEnvironmentSuffix.nameFor('a'.repeat(24), { resourceType })).toThrow(
      new Error(
        'NamingConvention: `label` must have at most 23 characters, so that the name keeps to the 32 of ' +
          `${resourceType}, got: 24 in '${'a'.repeat(24)}'.`,
      ),
    );
    expect(typeSuffix.nameFor('a'.repeat(200), { resourceType: 'AWS::SNS::Topic' })).toHaveLength(204);
  });

  test('adds what a type demands', () => {
    expect(typeSuffix.nameFor('data', { resourceType: 'AWS::KMS::Alias' })).toBe('alias/data-aa1');
    expect(typeSuffix.nameFor('data', { resourceType: 'AWS::S3::Bucket' })).toBe(`data-aa1-${Aws.ACCOUNT_ID}`);
    // 63, less the suffix, a hyphen and twelve digits.
    expect(() => typeSuffix.nameFor('a'.repeat(47), { resourceType: 'AWS::S3::Bucket' })).toThrow(
      new Error(
        'NamingConvention: `label` must have at most 46 characters, so that the name keeps to the 63 of AWS::S3::Bucket, ' +
          `got: 47 in '${'a'.repeat(47)}'.`,
      ),
    );
  });

  test('refuses a start that AWS refuses', () => {
    expect(() => typeSuffix.nameFor('sg-app', { resourceType: 'AWS::EC2::SecurityGroup' })).toThrow(
      new Error(
        "NamingConvention: `label` must not begin with 'sg-', which AWS refuses for AWS::EC2::SecurityGroup, got: 'sg-app'.",
      ),
    );
  });

  test('refuses a type that it does not know', () => {
    expect(() => typeSuffix.nameFor('x', { resourceType: 'AWS::Glue::Job' })).toThrow(
      new Error(
        'NamingConvention: `resourceType` must be a CloudFormation type of the table of names, such as AWS::SQS::Queue, ' +
          "got: 'AWS::Glue::Job'. Leave it out for another type.",
      ),
    );
  });
});

describe('applyTo', () => {
  test('takes a scope once', () => {
    const stack = new Stack(new App(), 'Payments');
    typeSuffix.applyTo(stack);
    expect(() => typeEnvironmentSuffix.applyTo(stack)).toThrow(
      new Error(
        'Payments: `applyTo` must be called once with each scope, got: a naming convention for one that has one already.',
      ),
    );
  });

  test('the convention of an inner scope wins there, whichever came first', () => {
    for (const innerFirst of [true, false]) {
      const app = new App();
      const outer = new Stack(app, 'Outer');
      const inner = new Stack(app, 'Inner');
      const queues = [new sqs.CfnQueue(outer, 'Jobs'), new sqs.CfnQueue(inner, 'Jobs')];
      if (innerFirst) typeEnvironmentSuffix.applyTo(inner);
      typeSuffix.applyTo(app);
      if (!innerFirst) typeEnvironmentSuffix.applyTo(inner);
      app.synth();
      expect(queues.map(({ queueName }) => queueName)).toEqual(['queue-jobs-aa1', 'queue-jobs-prod-aa1']);
    }
  });
});
