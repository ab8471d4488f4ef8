import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { App, Stack } from 'aws-cdk-lib/core';
import { AlarmSet, AuditBucket, AuditPurpose } from '../src';

/** What TypeScript refuses and JavaScript does not. */
const nothing = undefined as never;
const newStack = () => new Stack(new App(), 'Stack');

test('a prefix that is not given opens no whole bucket', () => {
  const stack = newStack();
  const bucket = new AuditBucket(stack, 'Data', { purpose: AuditPurpose.data() });
  const role = new Role(stack, 'Role', { assumedBy: new ServicePrincipal('ecs-tasks.amazonaws.com') });
  expect(() => bucket.grantWrite(role, nothing)).toThrow(/^Stack\/Data: `prefix` must be .*, got: undefined\.$/);
  expect(() => bucket.grantReadWrite(role, nothing)).toThrow(/^Stack\/Data: `prefix` must be .*, got: undefined\.$/);
});

test('what must be given is named', () => {
  expect(() => new AlarmSet(newStack(), 'Set', { topic: nothing })).toThrow(
    new Error('Stack/Set: `topic` must be an object of its type, got: undefined.'),
  );
  expect(() => new AuditBucket(newStack(), 'Bucket', { purpose: nothing })).toThrow(
    new Error('Stack/Bucket: `purpose` must be an object of its type, got: undefined.'),
  );
});

test('an account that is not given is none', () => {
  const purpose = AuditPurpose.trail({ accounts: [nothing] });
  expect(() => new AuditBucket(newStack(), 'Bucket', { purpose })).toThrow(/`accounts` must .*, got: undefined\./);
});

test.each(['', 'Retain'])('%p is no removal policy', (policy) => {
  const props = { purpose: AuditPurpose.data(), removalPolicy: policy as never };
  expect(() => new AuditBucket(newStack(), 'Bucket', props)).toThrow(/`removalPolicy` must be RETAIN, .*, got: '/);
});
