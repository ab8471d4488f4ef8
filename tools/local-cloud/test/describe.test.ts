import { apps } from '../apps';
import { describe as inWords } from '../describe';
import type { Platform } from '../platform';

test('each app has a suffix of its own', () => {
  const suffixes = apps().map(({ suffix }) => suffix);
  expect(new Set(suffixes).size).toBe(suffixes.length);
  expect(suffixes).not.toContain('local0');
});

const SECTIONS =
  'vpcs loadBalancers records clusters scaling databases secrets queues logGroups buckets keys alarms topics';
const nothing = Object.fromEntries([...SECTIONS.split(' '), 'trails'].map((section) => [section, []]));

test('alarms that a scaling policy brings are left out: their thresholds are made up', () => {
  const alarm = { metric: 'CPUUtilization', comparison: 'GreaterThanThreshold', threshold: 80 };
  const alarms = ['alarm-cpu', 'TargetTracking-service/payments-AlarmHigh'].map((name) => ({ name, ...alarm }));
  const [[, lines] = ['', []]] = inWords({ ...nothing, alarms } as unknown as Platform);
  expect(lines).toEqual([expect.stringMatching(/^ {2}alarm-cpu .*> 80$/)]);
});

test('a target that gets nothing is told apart from one that gets all', () => {
  const targets = [
    { group: 'blue', weight: 100 },
    { group: 'green', weight: 0 },
  ];
  const rule = { priority: '1', conditions: ['path'], actions: [{ type: 'forward', status: null, targets }] };
  const balancer = {
    name: 'alb',
    scheme: 'internal',
    zones: [],
    attributes: {},
    firewall: null,
    firewallRules: [],
    listeners: [{ port: 443, protocol: 'HTTPS', tlsPolicy: null, certificates: [], rules: [rule] }],
    targetGroups: [],
  };
  const [[, lines] = ['', []]] = inWords({ ...nothing, loadBalancers: [balancer] } as unknown as Platform);
  expect(lines).toContainEqual(expect.stringContaining('to blue (100), green (0)'));
});
