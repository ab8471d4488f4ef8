import { InstanceType } from 'aws-cdk-lib/aws-ec2';
import { Token } from 'aws-cdk-lib/core';
import { memoryOf } from '../src/private/instance-memory';

test.each([
  ['r6g.large', 16],
  ['r5.xlarge', 32],
  ['r7i.2xlarge', 64],
  ['r8g.48xlarge', 1536],
  ['x2g.large', 32],
  ['x2g.16xlarge', 1024],
  ['t3.medium', 4],
  ['t4g.large', 8],
])('%s has %d GiB', (name, gib) => {
  expect(memoryOf(new InstanceType(name))).toBe(gib);
});

test('a class known only at deployment has no memory yet', () => {
  expect(memoryOf(new InstanceType(Token.asString({ Ref: 'Class' })))).toBeUndefined();
});
