import { onlyResource, resourcesOf } from '@org/testing';
import { Token } from 'aws-cdk-lib/core';
import fc from 'fast-check';
import { checkWindows } from '../src/private/windows';
import { newStack, stackWith } from './fixtures';

const stack = newStack();
const check = (backup?: string, maintenance?: string) => () => checkWindows(stack, backup, maintenance);
const refused = (message: string) => new Error(`Stack: ${message}`);
const DAY = 24 * 60;
const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const time = (minute: number) =>
  [Math.floor((minute % DAY) / 60), minute % 60].map((part) => `${part}`.padStart(2, '0')).join(':');
const weekTime = (minute: number) => `${WEEKDAYS[Math.floor(minute / DAY) % 7]}:${time(minute)}`;

describe('in the template', () => {
  const windowsOf = (props: Parameters<typeof stackWith>[0]) => {
    const built = stackWith(props);
    const { PreferredBackupWindow, PreferredMaintenanceWindow } = onlyResource(built, 'AWS::RDS::DBCluster').Properties;
    const instances = resourcesOf(built, 'AWS::RDS::DBInstance').map((i) => i.Properties.PreferredMaintenanceWindow);
    return [PreferredBackupWindow, PreferredMaintenanceWindow, ...instances];
  };

  test('there are none by default', () => {
    expect(windowsOf({})).toEqual([undefined, undefined, undefined, undefined]);
  });

  test('they are those of the cluster, and of each instance', () => {
    const week = 'sun:03:00-sun:04:00';
    expect(windowsOf({ backupWindow: '01:00-02:00', maintenanceWindow: week })).toEqual([
      '01:00-02:00',
      week,
      week,
      week,
    ]);
  });

  test('they can be known only at deployment', () => {
    const ref = { Ref: 'Window' };
    const window = Token.asString(ref);
    expect(windowsOf({ backupWindow: window, maintenanceWindow: window })).toEqual([ref, ref, ref, ref]);
    expect(check('01:00-02:00', window)).not.toThrow();
    expect(check(window, 'sun:01:00-sun:02:00')).not.toThrow();
  });

  test('they are checked', () => {
    expect(() => stackWith({ backupWindow: 'night' })).toThrow(
      new Error(
        "Stack/Database: `backupWindow` must be a time of day in UTC as hh:mm-hh:mm, such as '01:00-02:00', got: 'night'.",
      ),
    );
  });
});

test.each([
  '',
  '1:00-2:00',
  '24:00-24:30',
  '01:60-02:00',
  '01:00',
  'sun:01:00-sun:02:00',
  ' 01:00-02:00',
  '01:00-02:00 ',
])('the backup window %p is refused', (window) => {
  expect(check(window)).toThrow(
    refused(`\`backupWindow\` must be a time of day in UTC as hh:mm-hh:mm, such as '01:00-02:00', got: '${window}'.`),
  );
});

test.each([
  '',
  '01:00-02:00',
  'sunday:01:00-sunday:02:00',
  'sun:01:00-02:00',
  'sun:25:00-mon:01:00',
  'xsun:01:00-sun:02:00',
])('the maintenance window %p is refused', (window) => {
  expect(check(undefined, window)).toThrow(
    refused(
      '`maintenanceWindow` must be a time of the week in UTC as ddd:hh:mm-ddd:hh:mm, such as ' +
        `'sun:03:00-sun:04:00', got: '${window}'.`,
    ),
  );
});

test.each([
  ['backupWindow', '01:00-01:29', undefined, 29],
  ['backupWindow', '01:00-01:00', undefined, 0],
  ['maintenanceWindow', undefined, 'sun:23:45-mon:00:14', 29],
  ['maintenanceWindow', undefined, 'mon:00:00-tue:00:01', 1441],
  ['maintenanceWindow', undefined, 'tue:00:00-mon:00:00', 8640],
])('%s %s %s lasts %i minutes, and is refused', (prop, backup, maintenance, minutes) => {
  expect(check(backup, maintenance)).toThrow(
    refused(
      `\`${prop}\` must last from 30 minutes to 24 hours, got: '${backup ?? maintenance}', which lasts ${minutes} minutes.`,
    ),
  );
});

test.each([
  ['01:00-01:30', undefined],
  ['23:45-00:15', undefined],
  [undefined, 'Sun:23:45-Mon:00:15'],
  [undefined, 'MON:00:00-TUE:00:00'],
  ['01:00-02:00', 'sun:02:00-sun:03:00'],
  ['02:00-03:00', 'sun:01:00-sun:02:00'],
  ['23:00-01:00', 'sun:01:00-sun:02:00'],
  ['00:30-01:00', 'sun:23:00-mon:00:30'],
])('%s and %s are taken', (backup, maintenance) => {
  expect(check(backup, maintenance)).not.toThrow();
});

test.each([
  ['01:00-02:00', 'wed:01:59-wed:02:59'],
  ['23:30-00:30', 'wed:00:00-wed:01:00'],
  ['00:00-00:30', 'sun:23:45-mon:00:15'],
  ['12:00-12:30', 'mon:06:00-tue:06:00'],
])('%s overlaps %s, and is refused', (backup, maintenance) => {
  expect(check(backup, maintenance)).toThrow(
    refused(
      `\`backupWindow\` must not overlap \`maintenanceWindow\` ('${maintenance}'), got: '${backup}'. Move one of them.`,
    ),
  );
});

test('windows overlap exactly if they have a minute in common', () => {
  const length = fc.integer({ min: 30, max: DAY - 1 });
  const window = (cycle: number) => fc.tuple(fc.integer({ min: 0, max: cycle - 1 }), length);
  fc.assert(
    fc.property(window(DAY), window(7 * DAY), ([backup, long], [maintenance, lasting]) => {
      const backedUp = new Set(Array.from({ length: long }, (_, minute) => (backup + minute) % DAY));
      const common = Array.from({ length: lasting }, (_, minute) => (maintenance + minute) % DAY).some((minute) =>
        backedUp.has(minute),
      );
      const both = check(
        `${time(backup)}-${time(backup + long)}`,
        `${weekTime(maintenance)}-${weekTime(maintenance + lasting)}`,
      );
      if (common) expect(both).toThrow('must not overlap');
      else expect(both).not.toThrow();
    }),
  );
});
