import type { CfnTrail } from 'aws-cdk-lib/aws-cloudtrail';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { IConstruct } from 'constructs';
import { fail } from './private/validation';

/** CloudTrail's limit for all selectors of a trail. */
const MOST_VALUES = 500;

/** Where data events are recorded. At least one bucket or function. */
export interface DataEventSources {
  /**
   * Buckets whose object-level reads and writes are recorded. The trail's own bucket is recorded anyway.
   * @default - no bucket
   */
  readonly buckets?: IBucket[];

  /**
   * Lambda functions whose invocations are recorded.
   * @default - no function
   */
  readonly functions?: IFunction[];
}

type Field = CfnTrail.AdvancedFieldSelectorProperty;
type Selector = CfnTrail.AdvancedEventSelectorProperty;

/**
 * Which data events a trail records: who read or wrote which S3 object, who invoked which Lambda function. Access to the
 * log files of the trail is recorded in any case, and with `all()` that to every other bucket of logs (PCI DSS 4.0.1
 * requirement 10.2.1.3). `only()` records what it names: name the buckets of flow logs and of load balancer logs too.
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-data-events-with-cloudtrail.html
 */
export class DataEvents {
  /** All S3 objects and all Lambda functions of the account, of today and later ones. */
  public static all(): DataEvents {
    return new DataEvents('all', {});
  }

  /**
   * These buckets and functions, for example those of the cardholder data environment.
   * @param sources which ones. None at all is an error, and so is a bucket of audit logs.
   */
  public static only(sources: DataEventSources): DataEvents {
    return new DataEvents('only', sources);
  }

  /** None, which leaves a warning on the trail. */
  public static none(): DataEvents {
    return new DataEvents('none', {});
  }

  private constructor(
    private readonly extent: 'all' | 'only' | 'none',
    private readonly sources: DataEventSources,
  ) {}

  /** @internal */
  public get _none(): boolean {
    return this.extent === 'none';
  }

  /**
   * @param audit the buckets that hold audit logs, that of the trail first.
   * @internal
   */
  public _selectors(scope: IConstruct, audit: IBucket[]): Selector[] {
    const logs = audit.map(objectsOf);
    const selectors = [...this.chosen(scope, logs), accessTo(logs)];
    const values = selectors.flatMap(({ fieldSelectors }) => fieldSelectors as Field[]).flatMap(valuesOf).length;
    if (values > MOST_VALUES) {
      fail(
        scope,
        `\`dataEvents\` must name few enough buckets and functions for the ${MOST_VALUES} values that CloudTrail allows a ` +
          `trail, got: ${values} values. Use DataEvents.all(), or a second trail.`,
      );
    }
    return selectors;
  }

  private chosen(scope: IConstruct, logs: string[]): Selector[] {
    if (this.extent === 'none') return [];
    // The trail's own deliveries would each be an event to deliver.
    if (this.extent === 'all') {
      return [
        select('Objects of all buckets', 'AWS::S3::Object', { field: 'resources.ARN', notStartsWith: logs }),
        select('Invocations of all functions', 'AWS::Lambda::Function'),
      ];
    }
    const buckets = (this.sources.buckets ?? []).map(objectsOf);
    const functions = (this.sources.functions ?? []).map(({ functionArn }) => functionArn);
    this.checkSources(scope, logs, buckets, functions);
    return [
      ...(buckets.length > 0
        ? [select('Objects of some buckets', 'AWS::S3::Object', { field: 'resources.ARN', startsWith: buckets })]
        : []),
      ...(functions.length > 0
        ? [
            select('Invocations of some functions', 'AWS::Lambda::Function', {
              field: 'resources.ARN',
              equalTo: functions,
            }),
          ]
        : []),
    ];
  }

  private checkSources(scope: IConstruct, logs: string[], buckets: string[], functions: string[]): void {
    if (buckets.length + functions.length === 0) {
      fail(
        scope,
        '`dataEvents` must name a bucket or a function, got: neither. Use DataEvents.all() or DataEvents.none().',
      );
    }
    if (!buckets.some((bucket) => logs.includes(bucket))) return;
    fail(
      scope,
      '`dataEvents` must leave out the buckets that hold audit logs, got: one of them. Each delivery to it would be an ' +
        'event to deliver; access to it is recorded anyway.',
    );
  }
}

/** Reads, deletions and changes of audit logs: everything but their delivery. */
function accessTo(logs: string[]): Selector {
  const field = { field: 'resources.ARN', startsWith: logs };
  return select('Access to the audit logs', 'AWS::S3::Object', field, { field: 'eventName', notEquals: ['PutObject'] });
}

function select(name: string, type: string, ...fields: Field[]): Selector {
  const category = { field: 'eventCategory', equalTo: ['Data'] };
  return { name, fieldSelectors: [category, { field: 'resources.type', equalTo: [type] }, ...fields] };
}

function valuesOf({ equalTo = [], notEquals = [], startsWith = [], notStartsWith = [] }: Field): string[] {
  return [...equalTo, ...notEquals, ...startsWith, ...notStartsWith];
}

/** With the slash, so that a bucket whose name is longer is another one. */
function objectsOf(bucket: IBucket): string {
  return `${bucket.bucketArn}/`;
}
