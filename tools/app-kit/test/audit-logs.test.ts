import { Template } from 'aws-cdk-lib/assertions';
import { App, RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import { auditLogs } from '../src';

const stack = new Stack(new App(), 'Stack');
auditLogs(stack, RemovalPolicy.RETAIN);
const template = Template.fromStack(stack);
const buckets = Object.entries(template.findResources('AWS::S3::Bucket'));

function only(name: string) {
  const [found, ...more] = buckets.filter(([logicalId]) => logicalId.startsWith(name));
  if (!found || more.length > 0) throw new Error(`Expected one bucket ${name}.`);
  return { logicalId: found[0], ...found[1].Properties };
}

test('who reads flow logs and load balancer logs is written down, in a bucket of its own', () => {
  const { logicalId } = only('AccessLogs');
  for (const name of ['FlowLogs', 'AlbLogs'])
    expect(only(name).LoggingConfiguration.DestinationBucketName).toEqual({ Ref: logicalId });
  expect(buckets).toHaveLength(3);
});

test('flow logs have the key, and load balancer logs cannot', () => {
  const algorithm = (name: string) =>
    only(name).BucketEncryption.ServerSideEncryptionConfiguration[0].ServerSideEncryptionByDefault.SSEAlgorithm;
  expect(algorithm('FlowLogs')).toBe('aws:kms');
  expect(algorithm('AlbLogs')).toBe('AES256');
  template.resourceCountIs('AWS::KMS::Key', 1);
});
