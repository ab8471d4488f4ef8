import { annotationsOf, onlyResource } from '@org/testing';
import { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Bucket, type CfnBucket } from 'aws-cdk-lib/aws-s3';
import { App, Stack } from 'aws-cdk-lib/core';
import fc from 'fast-check';
import { AuditBucket, AuditPurpose, AuditTrail, type DataEventSources, DataEvents } from '../src';

interface Field {
  readonly Field: string;
  readonly [operator: string]: string[] | string;
}

interface Selector {
  readonly Name: string;
  readonly FieldSelectors: Field[];
}

const selectorsOf = (stack: Stack): Selector[] =>
  onlyResource(stack, 'AWS::CloudTrail::Trail').Properties.AdvancedEventSelectors;

/** A trail that writes to an imported bucket, so that ARNs are plain. */
function build(dataEvents?: DataEvents): Stack {
  const stack = new Stack(new App({ context: { '@aws-cdk/core:enablePartitionLiterals': true } }), 'Stack', {
    env: { account: '111122223333', region: 'eu-west-1' },
  });
  new AuditTrail(stack, 'Trail', { bucket: Bucket.fromBucketName(stack, 'Logs', 'trail-logs'), dataEvents });
  return stack;
}

const elsewhere = () => new Stack(new App(), 'Imports');
const bucketNamed = (name: string) =>
  Bucket.fromBucketAttributes(elsewhere(), 'Bucket', { bucketArn: `arn:aws:s3:::${name}` });
const functionNamed = (name: string) =>
  LambdaFunction.fromFunctionArn(elsewhere(), 'Function', `arn:aws:lambda:eu-west-1:111122223333:function:${name}`);

const cards = bucketNamed('cards');
const refunds = bucketNamed('refunds');
const pay = functionNamed('pay');

const data = (type: string, ...fields: Field[]): Field[] => [
  { Field: 'eventCategory', Equals: ['Data'] },
  { Field: 'resources.type', Equals: [type] },
  ...fields,
];
const ACCESS_TO_LOGS = {
  Name: 'Access to the audit logs',
  FieldSelectors: data(
    'AWS::S3::Object',
    { Field: 'resources.ARN', StartsWith: ['arn:aws:s3:::trail-logs/'] },
    { Field: 'eventName', NotEquals: ['PutObject'] },
  ),
};

test.each([
  ['by default', undefined],
  ['with all()', DataEvents.all()],
])('%s, all objects but those of the trail, and all functions are recorded', (_how, events) => {
  expect(selectorsOf(build(events)).slice(1)).toEqual([
    {
      Name: 'Objects of all buckets',
      FieldSelectors: data('AWS::S3::Object', {
        Field: 'resources.ARN',
        NotStartsWith: ['arn:aws:s3:::trail-logs/'],
      }),
    },
    { Name: 'Invocations of all functions', FieldSelectors: data('AWS::Lambda::Function') },
    ACCESS_TO_LOGS,
  ]);
});

test("the trail's own access logs count as audit logs", () => {
  const stack = new Stack(new App(), 'Stack');
  new AuditTrail(stack, 'Trail');
  const [, objects, , access] = selectorsOf(stack);
  expect(objects?.FieldSelectors[2]?.NotStartsWith).toHaveLength(2);
  expect(access?.FieldSelectors[2]?.StartsWith).toEqual(objects?.FieldSelectors[2]?.NotStartsWith);
});

describe('only some', () => {
  const OBJECTS = {
    Name: 'Objects of some buckets',
    FieldSelectors: data('AWS::S3::Object', {
      Field: 'resources.ARN',
      StartsWith: ['arn:aws:s3:::cards/', 'arn:aws:s3:::refunds/'],
    }),
  };
  const INVOCATIONS = {
    Name: 'Invocations of some functions',
    FieldSelectors: data('AWS::Lambda::Function', { Field: 'resources.ARN', Equals: [pay.functionArn] }),
  };

  test.each([
    ['buckets and functions', { buckets: [cards, refunds], functions: [pay] }, [OBJECTS, INVOCATIONS]],
    ['buckets', { buckets: [cards, refunds] }, [OBJECTS]],
    ['functions', { functions: [pay] }, [INVOCATIONS]],
  ] as [string, DataEventSources, Selector[]][])('%s are recorded', (_what, sources, expected) => {
    expect(selectorsOf(build(DataEvents.only(sources))).slice(1)).toEqual([...expected, ACCESS_TO_LOGS]);
  });

  test.each([{}, { buckets: [], functions: [] }])('must be some: %j', (sources) => {
    expect(() => build(DataEvents.only(sources))).toThrow(
      new Error(
        'Stack/Trail: `dataEvents` must name a bucket or a function, got: neither. Use DataEvents.all() or ' +
          'DataEvents.none().',
      ),
    );
  });

  test('must not be the bucket of the trail', () => {
    expect(() => build(DataEvents.only({ buckets: [cards, bucketNamed('trail-logs')] }))).toThrow(
      new Error(
        'Stack/Trail: `dataEvents` must leave out the buckets that hold audit logs, got: one of them. Each delivery to it ' +
          'would be an event to deliver; access to it is recorded anyway.',
      ),
    );
  });

  test('must not be that bucket in any form', () => {
    const stack = new Stack(new App(), 'Stack');
    const bucket = new Bucket(stack, 'Logs');
    const dataEvents = DataEvents.only({ buckets: [bucket] });
    expect(() => new AuditTrail(stack, 'Trail', { bucket, dataEvents })).toThrow('must leave out the buckets');
  });

  test('may be a bucket whose name begins alike', () => {
    expect(() => build(DataEvents.only({ buckets: [bucketNamed('trail-logs-of-old')] }))).not.toThrow();
  });

  test('must fit into the 500 values of a trail', () => {
    const buckets = Array.from({ length: 500 }, (_, index) => bucketNamed(`cards-${index}`));
    // Category, type, the log bucket and PutObject of the last selector, category and type of the first.
    const room = 500 - 6;
    fc.assert(
      fc.property(fc.constantFrom(1, room - 1, room, room + 1, 500), (count) => {
        const make = () => build(DataEvents.only({ buckets: buckets.slice(0, count) }));
        if (count <= room) expect(make).not.toThrow();
        else {
          expect(make).toThrow(
            new Error(
              'Stack/Trail: `dataEvents` must name few enough buckets and functions for the 500 values that CloudTrail ' +
                `allows a trail, got: ${count + 6} values. Use DataEvents.all(), or a second trail.`,
            ),
          );
        }
      }),
      { numRuns: 10 },
    );
  });
});

test('none but access to the audit logs', () => {
  const stack = build(DataEvents.none());
  expect(selectorsOf(stack).slice(1)).toEqual([ACCESS_TO_LOGS]);
  expect(annotationsOf(stack).join()).toContain('@org/compliance-logging:no-data-events');
});

describe('a given bucket that writes server access logs', () => {
  test.each(['the same stack', 'another stack'])('in %s makes no event of these, but of access to them', (where) => {
    const app = new App();
    const logs = new Stack(app, 'Logs');
    const stack = where === 'another stack' ? new Stack(app, 'Other') : logs;
    const accessLogs = new AuditBucket(logs, 'AccessLogs', { purpose: AuditPurpose.serverAccessLogs() });
    const purpose = AuditPurpose.trail();
    const files = new AuditBucket(logs, 'Files', { purpose, serverAccessLogsBucket: accessLogs.bucket });
    new AuditTrail(stack, 'Trail', { bucket: files.bucket });
    const [, objects, , access] = selectorsOf(stack);
    const ofBuckets = objects?.FieldSelectors[2]?.NotStartsWith as unknown[];
    expect(ofBuckets.map((arn) => JSON.stringify(arn))).toEqual([
      expect.stringMatching(/Files.*\/"/),
      expect.stringMatching(/AccessLogs.*\/"/),
    ]);
    expect(access?.FieldSelectors[2]?.StartsWith).toEqual(ofBuckets);
  });

  test('to itself counts once', () => {
    const stack = new Stack(new App(), 'Stack');
    const own = new Bucket(stack, 'Own');
    const resource = own.node.defaultChild as CfnBucket;
    resource.loggingConfiguration = { logFilePrefix: 'own/' };
    new AuditTrail(stack, 'Trail', { bucket: own });
    expect(selectorsOf(stack)[1]?.FieldSelectors[2]?.NotStartsWith).toHaveLength(1);
  });
});
