import { Alarm, type AlarmBase, type IAlarm, type IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Resource } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { AlarmWhen } from './alarm-when';
import { requireObjects } from './private/objects';
import { inOtherRegion } from './private/place';
import { fail } from './private/validation';

/** CloudWatch's limit for each state of an alarm. */
const MOST_TOPICS = 5;

/** ARNs of the topics that get an alarm, by whichever set: CloudWatch refuses one that lists the same action twice. */
const sentTo = new WeakMap<IAlarm, Set<string>>();

/** Properties of a set of alarms. */
export interface AlarmSetProps {
  /**
   * Where the alarms go: that of an `AlertTopic`, or another one whose key and policy let CloudWatch publish. One outside the
   * region of its alarms is an error.
   */
  readonly topic: ITopic;
}

/**
 * Alarms that report to one topic, when they go off and when they are over. Anything with a metric can be watched, and
 * anything with alarms can be added.
 * @see PCI DSS 4.0.1 requirements 10.4.1.1 and 10.7.2
 */
export class AlarmSet extends Construct {
  /** Where the alarms go. */
  public readonly topic: ITopic;

  private readonly members: IAlarm[] = [];

  constructor(scope: Construct, id: string, props: AlarmSetProps) {
    super(scope, id);
    requireObjects(this, props, ['topic']);
    this.topic = props.topic;
  }

  /** The alarms of the set, for a dashboard or a composite alarm. A copy: `add` and `watch` add to the set. */
  public get alarms(): IAlarm[] {
    return [...this.members];
  }

  /**
   * Defines an alarm on a metric.
   * @param id names the alarm in the set, and is part of its logical id.
   * @param metric what is watched, for example `queue.metricApproximateAgeOfOldestMessage()`.
   * @param when the threshold, and how long it must be crossed.
   * @throws if the threshold is no number, or the periods are more than CloudWatch looks back.
   */
  public watch(id: string, metric: IMetric, when: AlarmWhen): Alarm {
    const alarm = new Alarm(this, id, when._bind(this, metric));
    this.add([alarm]);
    return alarm;
  }

  /**
   * Adds alarms that are defined elsewhere in this app. An alarm that is in the set already stays in it once.
   * @param alarms for example those that another construct offers.
   * @throws if an alarm is imported, for its actions stand where it is defined; if it is in another region than the topic, or
   * goes to five topics already.
   */
  public add(alarms: IAlarm[]): void {
    for (const alarm of alarms) this.send(alarm);
    this.members.push(...new Set(alarms.filter((alarm) => !this.members.includes(alarm))));
  }

  private send(alarm: IAlarm): void {
    if (!hasActions(alarm)) {
      fail(
        this,
        `\`alarms\` must be defined in this app, got: '${alarm.node.path}', which is imported. Add the topic to the ` +
          "alarm's actions where it is defined.",
      );
    }
    if (inOtherRegion(alarm.env, this.topic.env)) {
      fail(
        this,
        `\`topic\` must be in the region of its alarms (${alarm.env.region} for '${alarm.node.path}'), got: one in ` +
          `${this.topic.env.region}. Give each region a topic of its own.`,
      );
    }
    const topics = sentTo.get(alarm) ?? new Set();
    sentTo.set(alarm, topics);
    if (topics.has(this.topic.topicArn)) return;
    if (topics.size === MOST_TOPICS) {
      fail(
        this,
        `\`alarms\` must go to at most ${MOST_TOPICS} topics each, which is what CloudWatch takes, got: one more for ` +
          `'${alarm.node.path}'. Subscribe more people to one of its topics.`,
      );
    }
    topics.add(this.topic.topicArn);
    alarm.addAlarmAction(new SnsAction(this.topic));
    alarm.addOkAction(new SnsAction(this.topic));
  }
}

/** An imported alarm has the methods too, and drops what it is given. */
function hasActions(alarm: IAlarm): alarm is AlarmBase {
  return Resource.isOwnedResource(alarm) && 'addAlarmAction' in alarm;
}
