import { type Json, refusal } from '@org/testing';
import { underTest } from './synthesized';

const FILE = 'config/single-service.json';

describe('context keys', () => {
  const both = {
    certificateArn: 'arn:aws:acm:us-east-1:123456789012:certificate/0-0',
    domainName: 'a.example',
    hostedZoneId: 'Z1',
  };

  test.each([
    [
      'an illegal suffix',
      { environmentSuffix: 'Prod_1' },
      '-c environmentSuffix: must be 1 to 10 lower-case letters, digits or single inner hyphens, e.g. aa1 or pr-123, got: "Prod_1"',
    ],
    [
      'an overlong suffix',
      { environmentSuffix: 'a-very-long-suffix' },
      '-c environmentSuffix: must be 1 to 10 lower-case',
    ],
    [
      'no certificate and no domain',
      { certificateArn: '' },
      'give exactly one of certificateArn, and domainName with hostedZoneId',
    ],
    ['another profile', { profile: 'prod' }, '-c profile: must be one of single-service, production, got: "prod"'],
    ['both', both, 'give exactly one of certificateArn, and domainName with hostedZoneId'],
    ['a domain without its zone', { domainName: 'pay.example.com' }, 'domainName and hostedZoneId go together'],
    [
      'a certificate that is none',
      { certificateArn: 'my-certificate' },
      '-c certificateArn: must be the ARN of an ACM certificate, got: "my-certificate"',
    ],
    [
      'a misspelt key',
      { enviromentSuffix: 'aa1' },
      '-c enviromentSuffix: unknown context key. Did you mean environmentSuffix?',
    ],
  ])('%s', (_name, context, message) => {
    expect(refusal(underTest.synth({ ...context } as Record<string, string>))).toContain(message);
  });

  test('a domain with its zone requests a certificate', () => {
    const requested = underTest.view({ domainName: 'pay.example.com', hostedZoneId: 'Z0123456789ABC' });
    expect(requested.only('CertificateManager::Certificate').Properties).toMatchObject({
      DomainName: 'pay.example.com',
      ValidationMethod: 'DNS',
    });
  });
});

describe('the config file', () => {
  const refusals: [string, (config: Json) => void, string][] = [
    [
      'an impossible pair of processor and memory',
      ({ service }) => Object.assign(service, { cpu: 512, memoryMiB: 8192 }),
      '1024, 2048, 3072',
    ],
    [
      'a range too small for its tiers',
      ({ network }) => Object.assign(network, { cidr: '10.0.0.0/26' }),
      '10.0.0.0/26',
    ],
    [
      'a range that is none',
      ({ network }) => Object.assign(network, { cidr: '10.0.0.0' }),
      `${FILE}: network.cidr: must be an IPv4 range such as 10.0.0.0/16, got: "10.0.0.0"`,
    ],
    [
      'a retention that is not offered',
      (config) => Object.assign(config, { logRetentionDays: 2555 }),
      `${FILE}: logRetentionDays: must be a retention that CloudWatch Logs offers (1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653); the next one is 2557, got: 2555`,
    ],
    [
      'fewest tasks above most',
      ({ service }) => Object.assign(service, { minTasks: 9, maxTasks: 3 }),
      `${FILE}: service.minTasks: must not be above maxTasks (3), got: 9`,
    ],
    [
      'backups for longer than Aurora keeps them',
      ({ database }) => Object.assign(database, { backupRetentionDays: 36 }),
      `${FILE}: database.backupRetentionDays: Too big: expected number to be <=35, got: 36`,
    ],
    [
      'a field of the wrong type',
      ({ service }) => Object.assign(service, { port: '8080' }),
      `${FILE}: service.port: Invalid input: expected number, received string, got: "8080"`,
    ],
    [
      'a misspelt field',
      ({ database }) => Object.assign(database, { reader: 1 }),
      `${FILE}: database.reader: unknown field. Did you mean readers?`,
    ],
    [
      'a vault that could not go with its stack',
      (config) => Object.assign(config, { backupVault: { retentionDays: 35 } }),
      `${FILE}: backupVault: needs removalPolicy "retain": a vault with backups in it cannot be deleted, got: {"retentionDays":35}`,
    ],
    [
      'another removal policy',
      (config) => Object.assign(config, { removalPolicy: 'snapshot' }),
      `${FILE}: removalPolicy: must be destroy or retain, got: "snapshot"`,
    ],
    [
      'exceptions that nobody accepts',
      ({ exceptions }) => Object.assign(exceptions, { acceptedBy: ' ' }),
      `${FILE}: exceptions.acceptedBy: must be a person or a role that can answer for it, e.g. Head of Payments, got: " "`,
    ],
    [
      'exceptions until a day that is none',
      ({ exceptions }) => Object.assign(exceptions, { until: '2027-02-29' }),
      `${FILE}: exceptions.until: must be a day written as YYYY-MM-DD, got: "2027-02-29"`,
    ],
    [
      'another region',
      (config) => Object.assign(config, { region: 'eu-west-1' }),
      `${FILE}: region: Invalid input: expected "us-east-1", got: "eu-west-1"`,
    ],
  ];

  test.each(refusals)('%s', (_name, change, message) => {
    expect(refusal(underTest.synthWith(FILE, change))).toContain(message);
  });
});
