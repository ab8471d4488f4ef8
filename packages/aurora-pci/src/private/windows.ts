import { Token } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { requireMatchIfGiven } from './if-given';
import { fail } from './validation';

const HOUR = 60;
const DAY = 24 * HOUR;
const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const TIME = '([01]\\d|2[0-3]):([0-5]\\d)';
const WEEKDAY = `(${DAYS.join('|')})`;
const BACKUP = new RegExp(`^${TIME}-${TIME}$`);
const MAINTENANCE = new RegExp(`^${WEEKDAY}:${TIME}-${WEEKDAY}:${TIME}$`, 'i');

/** From and to in minutes; `to` is past `from`, also across midnight or the end of the week. */
interface Window {
  readonly from: number;
  readonly to: number;
}

/** Refuses windows that Amazon RDS would refuse at deployment: of another form, too short or long, or overlapping. */
export function checkWindows(scope: IConstruct, backup: string | undefined, maintenance: string | undefined): void {
  requireMatchIfGiven(
    scope,
    'backupWindow',
    backup,
    BACKUP,
    "a time of day in UTC as hh:mm-hh:mm, such as '01:00-02:00'",
  );
  const week = "a time of the week in UTC as ddd:hh:mm-ddd:hh:mm, such as 'sun:03:00-sun:04:00'";
  requireMatchIfGiven(scope, 'maintenanceWindow', maintenance, MAINTENANCE, week);
  const daily = known(backup) && backupWindow(backup);
  const weekly = known(maintenance) && maintenanceWindow(maintenance);
  if (daily) checkLength(scope, 'backupWindow', backup, daily);
  if (weekly) checkLength(scope, 'maintenanceWindow', maintenance, weekly);
  if (daily && weekly && overlap(daily, weekly)) {
    fail(
      scope,
      `\`backupWindow\` must not overlap \`maintenanceWindow\` ('${maintenance}'), got: '${backup}'. Move one of them.`,
    );
  }
}

/** Whether a daily window and a weekly one, which lasts a day at the most, have a minute in common. */
function overlap(daily: Window, weekly: Window): boolean {
  const from = weekly.from % DAY;
  const to = from + weekly.to - weekly.from;
  return [-DAY, 0, DAY].some((shift) => daily.from + shift < to && from < daily.to + shift);
}

function known(window: string | undefined): window is string {
  return window !== undefined && !Token.isUnresolved(window);
}

function backupWindow(window: string): Window {
  const [, fromHour, fromMinute, toHour, toMinute] = BACKUP.exec(window) ?? [];
  return within(DAY, minutes(fromHour, fromMinute), minutes(toHour, toMinute));
}

function maintenanceWindow(window: string): Window {
  const [, fromDay, fromHour, fromMinute, toDay, toHour, toMinute] = MAINTENANCE.exec(window) ?? [];
  const start = (day = '') => DAYS.indexOf(day.toLowerCase()) * DAY;
  return within(7 * DAY, start(fromDay) + minutes(fromHour, fromMinute), start(toDay) + minutes(toHour, toMinute));
}

function minutes(hour: string | undefined, minute: string | undefined): number {
  return Number(hour) * HOUR + Number(minute);
}

function within(cycle: number, from: number, to: number): Window {
  return { from, to: to < from ? to + cycle : to };
}

function checkLength(scope: IConstruct, prop: string, given: string | undefined, { from, to }: Window): void {
  if (to - from >= HOUR / 2 && to - from <= DAY) return;
  fail(scope, `\`${prop}\` must last from 30 minutes to 24 hours, got: '${given}', which lasts ${to - from} minutes.`);
}
