import { AwsApiCall, ExpectedResult } from '@aws-cdk/integ-tests-alpha';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { App, Duration, Stack } from 'aws-cdk-lib/core';
import { resourcesOf } from '../../src';
import { DeployedStacks, Probe } from '../../src/integ';

const BUCKET = 'arn:aws:s3:::receipts';

function asked(ask: (deployed: DeployedStacks, stack: Stack) => void): Stack {
  const app = new App();
  const stack = new Stack(app, 'Tested');
  new Bucket(stack, 'Bucket');
  const deployed = new DeployedStacks(app, 'Test', [stack]);
  ask(deployed, stack);
  return deployed.questions;
}

const list = (deployed: DeployedStacks, service = 'S3') =>
  deployed.ask({ service, api: 'listObjectsV2', action: 's3:ListBucket', on: [BUCKET], parameters: { Bucket: 'b' } });

/** Actions and resources of each role in the stack, by logical id. */
function rights(stack: Stack): Record<string, unknown> {
  const roles = resourcesOf(stack, 'AWS::IAM::Role').map(({ logicalId, Properties }) => [
    logicalId,
    (Properties.Policies ?? []).flatMap(
      ({ PolicyDocument }: { PolicyDocument: { Statement: { Action: unknown; Resource: unknown }[] } }) =>
        PolicyDocument.Statement.map(({ Action, Resource }) => [Action, Resource].flat()),
    ),
  ]);
  return Object.fromEntries(roles);
}

test('a question takes the right that it names, on what it names', () => {
  const stack = asked((deployed) => list(deployed).expect(ExpectedResult.objectLike({ KeyCount: 1 })));
  expect(Object.values(rights(stack))).toEqual([[['s3:ListBucket', BUCKET]]]);
});

test('what is asked until it holds takes the same right, and the right to wait', () => {
  const stack = asked((deployed) => {
    list(deployed)
      .expect(ExpectedResult.objectLike({ KeyCount: 1 }))
      .waitForAssertions();
    deployed.ask({ service: 'EC2', api: 'describeVpcs', action: 'ec2:DescribeVpcs' });
  });
  const all = rights(stack);
  const [caller] = Object.keys(all).filter((id) => id.includes('1488541a'));
  const [waiter] = Object.keys(all).filter((id) => id.includes('76b3e830'));
  expect(all[caller as string]).toEqual([
    ['s3:ListBucket', BUCKET],
    ['ec2:DescribeVpcs', '*'],
    ['states:StartExecution', { Ref: expect.stringContaining('WaitFor') }],
  ]);
  expect(all[waiter as string]).toEqual([['s3:ListBucket', BUCKET]]);
});

test('what a log group is told is waited for, with the right to look into that group', () => {
  const stack = asked((deployed, tested) =>
    deployed.expectLog(new LogGroup(tested, 'Log'), ':log-stream:web', { totalTimeout: Duration.minutes(1) }),
  );
  const [waiter] = Object.entries(rights(stack)).filter(([id]) => id.includes('76b3e830'));
  expect(waiter?.[1]).toEqual([['logs:DescribeLogStreams', expect.anything()]]);
  const [asks] = resourcesOf(stack).filter(({ Type }) => Type.startsWith('Custom::DeployAssert'));
  expect(asks?.Properties.expected).toContain(':log-stream:web');
  expect(asks?.Properties.outputPaths).toEqual(['logStreams.0.arn']);
});

test('the tested stack gets nothing from being asked about', () => {
  const questions = asked(() => undefined);
  expect(resourcesOf(questions)).toEqual([]);
});

test('a probe is invoked with what it tries, by a role that may invoke it alone', () => {
  const stack = asked((deployed) => new Probe(deployed, 'Client').expectPort('example.com', 80, 'failed: TIMEOUT'));
  const [call] = stack.node.findAll().filter((node) => node instanceof AwsApiCall);
  expect(call).toBeDefined();
  const [tried] = resourcesOf(stack).filter(({ Type }) => Type.startsWith('Custom::DeployAssert'));
  expect(JSON.parse(tried?.Properties.parameters.Payload)).toBe('{"way":"tcp","host":"example.com","port":80}');
  expect(tried?.Properties.expected).toContain('failed: TIMEOUT');
  const invoke = ['lambda:InvokeFunction', { 'Fn::GetAtt': [expect.stringContaining('Client'), 'Arn'] }];
  const [waiter] = Object.entries(rights(stack)).filter(([id]) => id.includes('76b3e830'));
  expect(waiter?.[1]).toEqual([invoke]);
});

test('a probe stands in a network, or knows who signs its certificates', () => {
  const stack = asked((deployed, tested) => {
    new Probe(deployed, 'Inside', { vpc: new Vpc(tested, 'Vpc') }).expectPostgres(
      '10.0.0.1',
      5432,
      false,
      'refused: 28000',
    );
    new Probe(deployed, 'Outside', { ca: 'PEM' }).expectAnswer('https://example.com', '200');
  });
  const [inside, outside] = ['Inside', 'Outside'].map((id) =>
    resourcesOf(stack, 'AWS::Lambda::Function').find(({ logicalId }) => logicalId.startsWith(id)),
  );
  expect(inside?.Properties.VpcConfig.SubnetIds).toHaveLength(2);
  expect(inside?.Properties.Environment).toBeUndefined();
  expect(outside?.Properties.Environment.Variables).toEqual({ CA: 'PEM' });
  expect(outside?.Properties.VpcConfig).toBeUndefined();
});

test('the program of a probe fits into a template', () => {
  const stack = asked((deployed) => new Probe(deployed, 'Client'));
  const [client] = resourcesOf(stack, 'AWS::Lambda::Function');
  expect(client?.Properties.Code.ZipFile.length).toBeLessThanOrEqual(4096);
});
