import type { AlarmBase, IAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Resource } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { fail } from './validation';

/** CloudWatch refuses an alarm that lists the same action twice. */
const notified = new WeakMap<ITopic, WeakSet<IAlarm>>();

/** Sends alarms to a topic when they go off and when they are over. */
export function notify(scope: IConstruct, topic: ITopic, alarms: IAlarm[]): void {
  const done = notified.get(topic) ?? new WeakSet();
  notified.set(topic, done);
  for (const alarm of alarms) {
    if (!hasActions(alarm)) {
      fail(
        scope,
        `\`alarms\` must be defined in this app, got: '${alarm.node.path}', which is imported. Add the topic to the ` +
          "alarm's actions where it is defined.",
      );
    }
    if (done.has(alarm)) continue;
    done.add(alarm);
    alarm.addAlarmAction(new SnsAction(topic));
    alarm.addOkAction(new SnsAction(topic));
  }
}

/** An imported alarm has the methods too, and drops what it is given. */
function hasActions(alarm: IAlarm): alarm is AlarmBase {
  return Resource.isOwnedResource(alarm) && 'addAlarmAction' in alarm;
}
