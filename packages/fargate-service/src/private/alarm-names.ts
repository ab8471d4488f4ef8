import type { Alarm, CfnAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { Names } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';

/** CloudWatch's limit. */
const LONGEST = 255;

/** A name that is the same at each synthesis and differs between stacks and between constructs. */
export function derivedAlarmName(scope: IConstruct, id: string): string {
  return Names.uniqueResourceName(scope, { separator: '-', maxLength: LONGEST - id.length - 1 }).concat('-', id);
}

/** Tells an aspect that names resources that it may replace this name: the service reads it at the end of the synthesis. */
export function markDerivedName(alarm: Alarm): void {
  (alarm.node.defaultChild as CfnAlarm).node.addMetadata('derived-name', true);
}

/** The name as text: a reference would make service and alarm wait for each other, because the alarm watches the service. */
export function literalNameOf(alarm: Alarm): string {
  return (alarm.node.defaultChild as CfnAlarm).alarmName as string;
}
