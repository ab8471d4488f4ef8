import { Alarm, type IAlarm, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { RollbackThresholds } from '../rollback';
import { acknowledge, ROLLBACK_IS_THE_ACTION } from './acknowledgements';
import { derivedAlarmName, literalNameOf, markDerivedName } from './alarm-names';

/** ECS waits after a deployment as long as its alarms look back: short ones keep deployments short. */
const MINUTES = 3;

interface WatchedMetrics {
  readonly cpu: IMetric;
  readonly memory: IMetric;
}

/** The alarms that take a deployment of one service back. */
export class RollbackAlarms {
  private readonly names: (() => string)[] = [];

  /** What they are called, once all names are given. */
  public get alarmNames(): string[] {
    return this.names.map((name) => name());
  }

  /** Alarms on the service itself. They are made after it, and it knows their names all the same. */
  public watch(scope: Construct, metrics: WatchedMetrics, thresholds: Required<RollbackThresholds>): void {
    const alarms = new Construct(scope, 'RollbackAlarms');
    this.watchOne(alarms, 'Cpu', metrics.cpu, thresholds.cpuPercent);
    this.watchOne(alarms, 'Memory', metrics.memory, thresholds.memoryPercent);
  }

  /** An alarm on something else. */
  public add(alarm: IAlarm): void {
    this.names.push(() => alarm.alarmName);
  }

  private watchOne(scope: Construct, id: string, metric: IMetric, threshold: number): void {
    const alarm = new Alarm(scope, id, {
      alarmName: derivedAlarmName(scope, id),
      alarmDescription: 'A new version of the service uses up its tasks: ECS takes the deployment back.',
      metric,
      threshold,
      evaluationPeriods: MINUTES,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    markDerivedName(alarm);
    acknowledge(alarm, ROLLBACK_IS_THE_ACTION);
    this.names.push(() => literalNameOf(alarm));
  }
}
