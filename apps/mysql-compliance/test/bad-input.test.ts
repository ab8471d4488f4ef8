import { type AppSynth, type Json, refusal } from '@org/testing';
import { CONFIG_FILE as FILE, underTest } from './synthesized';

/** Each line that the user sees, but the hint at the end. */
function problems(synth: AppSynth): string[] {
  const lines = refusal(synth).trim().split('\n');
  expect(lines.pop()).toBe('(CDK_DEBUG=true shows the stack.)');
  return lines;
}

describe('context keys', () => {
  const arn = 'arn:aws:acm:us-east-2:123456789012:certificate/0-0';
  const oneOf = 'give exactly one of certificateArn, and domainName with hostedZoneId';
  const refusals: [string, Record<string, string>, string[]][] = [
    [
      'several at once',
      { environmentSuffix: 'Prod_1', domainName: '', hostedZoneId: '', certificateArn: 'mine', imageTag: 'a b' },
      [
        '-c environmentSuffix: must be 1 to 10 lower-case letters, digits or single inner hyphens, e.g. aa1 or pr-123, got: "Prod_1"',
        '-c certificateArn: must be the ARN of an ACM certificate, got: "mine"',
        '-c imageTag: must be an image tag, got: "a b"',
      ],
    ],
    [
      'no certificate and no domain',
      { domainName: '', hostedZoneId: '' },
      [`${FILE}: certificateArn: ${oneOf}, got: nothing`],
    ],
    [
      'a certificate and a domain',
      { certificateArn: arn, domainName: 'a.example', hostedZoneId: 'Z1' },
      [`-c certificateArn: ${oneOf}, got: "${arn}"`],
    ],
    [
      'a domain without its zone',
      { hostedZoneId: '' },
      [
        '-c hostedZoneId: domainName and hostedZoneId go together: the certificate is validated in that zone, got: nothing',
      ],
    ],
    [
      'a misspelt key',
      { enviromentSuffix: 'aa1' },
      [
        '-c enviromentSuffix: unknown context key. Did you mean environmentSuffix? Known keys: environmentSuffix, certificateArn, domainName, hostedZoneId, imageTag, alertEmail.',
      ],
    ],
  ];

  test.each(refusals)('%s', (_name, context, messages) => {
    expect(problems(underTest.synth(context))).toEqual(messages);
  });
});

describe('the config file', () => {
  const retentions =
    '1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653';
  const refusals: [string, (config: Json) => void, string[]][] = [
    [
      'several fields at once',
      (config) => {
        Object.assign(config, { environmentSuffix: 'a-very-long-suffix', region: 'us-east-1', logRetentionDays: 2555 });
        Object.assign(config.network, { cidr: '10.0.0.0' });
        Object.assign(config.service, { port: '8080', cpuTargetPercent: 95, dataPrefix: '*' });
        Object.assign(config.database, { engineVersion: '14.6', instanceType: 'm6g.large', reader: 1 });
        Object.assign(config.database, { slowQuerySeconds: 0 });
        delete config.costCenter;
      },
      [
        'environmentSuffix: must be 1 to 10 lower-case letters, digits or single inner hyphens, e.g. aa1 or pr-123, got: "a-very-long-suffix"',
        'costCenter: Invalid input: expected string, received undefined, got: nothing',
        'region: Invalid input: expected "us-east-2", got: "us-east-1"',
        'network.cidr: must be an IPv4 range such as 10.0.0.0/16, got: "10.0.0.0"',
        'service.port: Invalid input: expected number, received string, got: "8080"',
        'service.cpuTargetPercent: Too big: expected number to be <=90, got: 95',
        'service.dataPrefix: must be a folder name of lower-case letters, digits and hyphens, got: "*"',
        'database.engineVersion: must be an Aurora MySQL version 3 such as 3.10.4, got: "14.6"',
        'database.instanceType: must be a memory-optimized class such as r6g.large, got: "m6g.large"',
        'database.slowQuerySeconds: Too small: expected number to be >=0.001, got: 0',
        'database.reader: unknown field. Did you mean readers? Allowed: name, engineVersion, instanceType, readers, slowQuerySeconds.',
        `logRetentionDays: must be a retention that CloudWatch Logs offers (${retentions}); the next one is 2557, got: 2555`,
        'logRetentionDays: must be seven years (2557 days) or more, got: 2555',
      ].map((problem) => `${FILE}: ${problem}`),
    ],
    [
      'fewest tasks above most, and a retention that is offered and too short',
      (config) => {
        Object.assign(config, { logRetentionDays: 365 });
        Object.assign(config.service, { minTasks: 12 });
      },
      [
        `${FILE}: service.minTasks: must not be above maxTasks (9), got: 12`,
        `${FILE}: logRetentionDays: must be seven years (2557 days) or more, got: 365`,
      ],
    ],
    [
      'an impossible pair of processor and memory',
      ({ service }) => Object.assign(service, { cpu: 512, memoryMiB: 8192 }),
      [
        'MysqlCompliance/Service: `size` must pair 512 CPU units with 1024, 2048, 3072 or 4096 MiB of memory, got: 8192 MiB. Use TaskSize.of({ cpu: 512, memoryMiB: 4096 }).',
      ],
    ],
    [
      'a range too small for its tiers',
      ({ network }) => Object.assign(network, { cidr: '10.0.0.0/26' }),
      [
        "MysqlCompliance/Network: `addressing` must be a block from /16, the largest that AWS allows, to /23, the smallest with room for 4 tiers in 8 zones, got: '10.0.0.0/26'. Use '10.0.0.0/23'.",
      ],
    ],
  ];

  test.each(refusals)('%s', (_name, change, messages) => {
    expect(problems(underTest.synthWith(FILE, change))).toEqual(messages);
  });
});
