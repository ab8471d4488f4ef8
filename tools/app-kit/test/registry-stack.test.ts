import { Template } from 'aws-cdk-lib/assertions';
import { App, RemovalPolicy } from 'aws-cdk-lib/core';
import { outputName, RegistryStack } from '../src';

test('a repository and an output for each image, and all of it goes with the stack', () => {
  const stack = new RegistryStack(new App(), 'Registry', { images: ['payment-api', 'fraud'] });
  const template = Template.fromStack(stack);
  template.resourceCountIs('AWS::ECR::Repository', 2);
  template.allResources('AWS::ECR::Repository', { DeletionPolicy: 'Delete', Properties: { EmptyOnDelete: true } });
  expect(Object.keys(stack.repositories)).toEqual(['payment-api', 'fraud']);
  expect(Object.keys(template.findOutputs('*'))).toEqual(['PaymentApiRepositoryUri', 'FraudRepositoryUri']);
});

test('repositories that stay keep their images', () => {
  const removalPolicy = RemovalPolicy.RETAIN;
  const stack = new RegistryStack(new App(), 'Registry', { images: ['payment-api'], removalPolicy });
  const retained = { DeletionPolicy: 'Retain', Properties: { EmptyOnDelete: false } };
  Template.fromStack(stack).allResources('AWS::ECR::Repository', retained);
});

test('a name of an output', () => {
  expect(outputName('notification-service-2', 'Arn')).toBe('NotificationService2Arn');
});
