import fc from 'fast-check';
import { shortened, slotFrom } from '../src/private/name-words';

describe('slotFrom', () => {
  test.each([
    ['vpc', ['vpc'], ['Vpc', 'Resource'], 'vpc'],
    ['vpc', ['vpc'], ['Network', 'Vpc', 'Resource'], 'vpc-network'],
    ['role', ['role'], ['Service', 'TaskRole', 'Resource'], 'role-service-task'],
    ['subnet', ['subnet', 'vpc'], ['Network', 'Vpc', 'publicSubnet2', 'Subnet'], 'subnet-network-public-2'],
    ['nat', ['nat', 'gateway', 'subnet'], ['PublicSubnet1', 'NATGateway'], 'nat-public-1'],
    ['service', ['service'], ['Service', 'Service', 'Service'], 'service'],
    ['bucket', ['bucket'], ['Alb', 'AlbAccessLogs', 'Bucket', 'Default'], 'bucket-alb-access-logs'],
    ['topic', ['topic'], ['payment_alerts--EMEA', 'Topic'], 'topic-payment-alerts-emea'],
    ['alarm', ['alarm'], ['P99Latency', 'Alb5xx'], 'alarm-p99-latency-alb-5xx'],
    ['service', ['service'], ['PaymentApiV2', 'EC2Host'], 'service-payment-api-v2-ec2-host'],
    ['subnet', ['subnet'], ['Subnet1a'], 'subnet-1a'],
    ['queue', ['queue'], ['Zähler', '日本'], 'queue-z-hler'],
    ['rule', ['rule'], ['Rule1', 'Part1', 'Rule1'], 'rule-1-part1-1'],
    ['role', ['role'], [], 'role'],
    ['alarm', ['alarm'], ['Api11Up'], 'alarm-api11-up'],
    ['host', ['host'], ['1AA', '2Az'], 'host-1aa-2-az'],
    ['subnet', ['subnet'], ['Subnet12'], 'subnet-12'],
    ['service', ['ec2'], ['Ec2', 'Host'], 'service-host'],
    // A number says which one it is each time; any other word says it once.
    ['rule', ['rule'], ['Rule11', '11'], 'rule-11-11'],
    ['alarm', ['alarm'], ['Alb5xx', '5xx', 'ApiV2', 'V2'], 'alarm-alb-5xx-api-v2'],
  ])('%s %j %j → %s', (label, synonyms, ids, slot) => {
    expect(slotFrom(label, synonyms, ids)).toBe(slot);
  });

  test('yields words of a-z and 0-9, joined by single hyphens, whatever the ids', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' })), (ids) => {
        expect(slotFrom('role', ['role'], ids)).toMatch(/^role(-[a-z0-9]+)*$/);
      }),
    );
  });
});

describe('shortened', () => {
  test('keeps what fits and ends in a hash', () => {
    expect(shortened('role-service-task', 15, 'App/Service/TaskRole')).toMatch(/^role-ser-[a-z][a-z0-9]{5}$/);
    expect(shortened('role-service-task', 11, 'App/Service/TaskRole')).toMatch(/^role-s-[a-z][a-z0-9]{3}$/);
    expect(shortened('tg-api', 7, 'App/Api')).toMatch(/^tg-[a-z][a-z0-9]{3}$/);
    expect(shortened('tg-api', 6, 'App/Api')).toMatch(/^[a-z][a-z0-9]{5}$/);
    expect(shortened('tg-api', 3, 'App/Api')).toMatch(/^[a-z][a-z0-9]{2}$/);
  });

  test('cuts no hyphen into a double one', () => {
    expect(shortened('role-service', 12, 'seed')).toMatch(/^role-[a-z][a-z0-9]{5}$/);
  });

  // Part of the semver contract: another hash would replace resources.
  test('is what it was in the last release', () => {
    expect(shortened('role-service-task', 15, 'App/Service/TaskRole')).toBe('role-ser-pooy36');
  });

  const slot = fc.stringMatching(/^[a-z]+(-[a-z0-9]+){0,6}$/);
  const room = fc.integer({ min: 3, max: 60 });

  test('fits, begins with a letter and has no double hyphen', () => {
    fc.assert(
      fc.property(slot, room, fc.string(), (long, characters, seed) => {
        const short = shortened(long, characters, seed);
        expect(short.length).toBeLessThanOrEqual(characters);
        expect(short).toMatch(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
        expect(shortened(long, characters, seed)).toBe(short);
      }),
    );
  });

  test('tells seeds apart', () => {
    const seeds = Array.from({ length: 500 }, (_, place) => `App/Service${place}/Role`);
    expect(new Set(seeds.map((seed) => shortened('role', 12, seed))).size).toBe(seeds.length);
  });
});
