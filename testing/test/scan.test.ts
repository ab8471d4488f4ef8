import * as s3 from 'aws-cdk-lib/aws-s3';
import { CfnResource, Stack, Validations } from 'aws-cdk-lib/core';
import { scan } from '../src';

const bucketIn = (id: string) => (app: ConstructorParameters<typeof Stack>[0]) => {
  const stack = new Stack(app, id);
  return new s3.Bucket(stack, 'Bucket');
};

test('cdk-nag finds what is wrong and names rule and construct', () => {
  const { findings } = scan(bucketIn('Plain'));
  expect(findings).toContainEqual(
    expect.objectContaining({ rule: 'AwsSolutions-S10', construct: 'Plain/Bucket/Resource' }),
  );
});

test('an acknowledged finding moves to the acknowledged ones, with its reason', () => {
  const { findings, acknowledged } = scan((app) => {
    Validations.of(bucketIn('Known')(app)).acknowledge({ id: 'AwsSolutions::AwsSolutions-S10', reason: 'a test' });
  });
  expect(findings.map(({ rule }) => rule)).not.toContain('AwsSolutions-S10');
  expect(acknowledged).toContainEqual(expect.objectContaining({ rule: 'AwsSolutions-S10', reason: 'a test' }));
});

test('findings outside the prefix are left out', () => {
  expect(scan(bucketIn('Plain'), 'cdk-and-nag', 'Other').findings).toEqual([]);
});

test("CDK's validator finds a property that CloudFormation does not know", () => {
  const broken = scan((app) => {
    new CfnResource(new Stack(app, 'S'), 'Q', { type: 'AWS::SQS::Queue', properties: { NoSuchProperty: 1 } });
  }, 'cdk');
  expect(broken.findings.length).toBeGreaterThan(0);
});

test('the exit code of the process stays the caller’s', () => {
  const before = process.exitCode;
  scan(bucketIn('Plain'));
  expect(process.exitCode).toBe(before);
});
