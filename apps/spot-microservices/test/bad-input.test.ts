import { type Json, refusal } from '@org/testing';
import { CONFIG_FILE, underTest } from './synthesized';

const said = (...lines: string[]) => `\n${lines.join('\n')}\n(CDK_DEBUG=true shows the stack.)\n`;

const ONE_CERTIFICATE = 'give exactly one of certificateArn, and domainName with hostedZoneId';
const ARN = 'arn:aws:acm:us-east-1:123456789012:certificate/0-0';

describe('S4-DEP-03: context keys', () => {
  const refusals: [string, Record<string, string>, string[]][] = [
    [
      'values of the wrong form, all at once',
      { environmentSuffix: 'Prod_1', imageTag: '-1', certificateArn: 'my-certificate' },
      [
        '-c environmentSuffix: must be 1 to 10 lower-case letters, digits or single inner hyphens, e.g. aa1 or pr-123, got: "Prod_1"',
        '-c certificateArn: must be the ARN of an ACM certificate, got: "my-certificate"',
        '-c imageTag: must be an image tag, got: "-1"',
      ],
    ],
    ['no certificate and no domain', { certificateArn: '' }, [`-c certificateArn: ${ONE_CERTIFICATE}, got: nothing`]],
    [
      'a certificate and a domain',
      { certificateArn: ARN, domainName: 'pay.example.com', hostedZoneId: 'Z1' },
      [`-c certificateArn: ${ONE_CERTIFICATE}, got: "${ARN}"`],
    ],
    [
      'a domain without its zone',
      { domainName: 'pay.example.com' },
      [
        `${CONFIG_FILE}: hostedZoneId: domainName and hostedZoneId go together: the certificate is validated in that zone, got: nothing`,
      ],
    ],
    [
      'a misspelt key',
      { enviromentSuffix: 'aa1' },
      [
        '-c enviromentSuffix: unknown context key. Did you mean environmentSuffix? Known keys: environmentSuffix, certificateArn, domainName, hostedZoneId, imageTag.',
      ],
    ],
  ];

  test.each(refusals)('%s', (_name, context, lines) => {
    expect(refusal(underTest.synth(context))).toBe(said(...lines));
  });
});

describe('S4-DEP-03: the config file', () => {
  test('every field that is wrong, at once', () => {
    const wrong = underTest.synthWith(CONFIG_FILE, (config) => {
      const { 'payment-api': payment, 'fraud-detection': fraud } = config.services;
      Object.assign(config, { region: 'eu-west-1', environment: 'Production', spotShare: 0.4, logRetentionDays: 35 });
      Object.assign(config, { paths: ['api/*'], logKey: 'aws/logs' });
      Object.assign(config.network, { cidr: '10.0.0.0', availabilityZones: 7, s3PrefixList: 'com.amazonaws.s3' });
      Object.assign(payment, { port: '8080', internetAcess: 'Card networks' });
      Object.assign(fraud, { minTasks: 11 });
      delete config.services['notification-service'];
    });
    expect(refusal(wrong)).toBe(
      said(
        `${CONFIG_FILE}: environment: must be 1 to 10 lower-case letters or digits, e.g. production, got: "Production"`,
        `${CONFIG_FILE}: region: Invalid input: expected "us-east-1", got: "eu-west-1"`,
        `${CONFIG_FILE}: network.cidr: must be an IPv4 range such as 10.0.0.0/16, got: "10.0.0.0"`,
        `${CONFIG_FILE}: network.availabilityZones: Too big: expected number to be <=6, got: 7`,
        `${CONFIG_FILE}: network.s3PrefixList: must be a prefix list id such as pl-63a5400a, got: "com.amazonaws.s3"`,
        `${CONFIG_FILE}: spotShare: Too small: expected number to be >=0.5, got: 0.4`,
        `${CONFIG_FILE}: paths.0: Invalid string: must start with "/", got: "api/*"`,
        `${CONFIG_FILE}: services.payment-api.port: Invalid input: expected number, received string, got: "8080"`,
        `${CONFIG_FILE}: services.payment-api.internetAcess: unknown field. Did you mean internetAccess? Allowed: port, cpu, memoryMiB, healthPath, minTasks, maxTasks, cpuTargetPercent, memoryTargetPercent, imageTag, internetAccess.`,
        `${CONFIG_FILE}: services.fraud-detection.minTasks: must not be above maxTasks (10), got: 11`,
        `${CONFIG_FILE}: services.notification-service: Invalid input: expected object, received undefined, got: nothing`,
        `${CONFIG_FILE}: logRetentionDays: must be a retention that CloudWatch Logs offers (1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653); the next one is 60, got: 35`,
        `${CONFIG_FILE}: logKey: Invalid option: expected one of "service"|"customer", got: "aws/logs"`,
      ),
    );
  });

  const refusals: [string, (config: Json) => void, string][] = [
    [
      'a pair of processor and memory that Fargate does not offer',
      ({ services }) => Object.assign(services['fraud-detection'], { memoryMiB: 1024 }),
      'SpotMicroservices/fraud-detection: `size` must pair 1024 CPU units with 2048, 3072, 4096, 5120, 6144, 7168 or 8192 MiB of memory, got: 1024 MiB. Use TaskSize.of({ cpu: 1024, memoryMiB: 2048 }).',
    ],
    [
      'a Spot share that a single task cannot have',
      ({ services }) => Object.assign(services['payment-api'], { minTasks: 1 }),
      'SpotMicroservices/Cluster: `capacity` must be possible at every number of tasks, got: 50 % on Spot of 1. Raise the smallest number of tasks to 2, or lower the share.',
    ],
    [
      'a range too small for its tiers',
      ({ network }) => Object.assign(network, { cidr: '10.0.0.0/26' }),
      "SpotMicroservices/Network: `addressing` must be a block from /16, the largest that AWS allows, to /23, the smallest with room for 4 tiers in 8 zones, got: '10.0.0.0/26'. Use '10.0.0.0/23'.",
    ],
    [
      'a namespace that is no domain',
      (config) => Object.assign(config, { namespace: 'payments' }),
      "SpotMicroservices/Cluster: `namespace` must be two or more labels of lower-case letters, digits and hyphens, such as 'payments.internal', got: 'payments'.",
    ],
  ];

  test.each(refusals)('%s', (_name, change, line) => {
    expect(refusal(underTest.synthWith(CONFIG_FILE, change))).toBe(said(line));
  });
});
