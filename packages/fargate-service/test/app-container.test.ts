import { onlyResource } from '@org/testing';
import { Stack } from 'aws-cdk-lib/core';
import { FargateService } from '../src';
import { containerNameOf } from '../src/private/app-container';
import { required, serviceStack } from './fixture';

test('the container runs under an init process and without capabilities', () => {
  const [container] = onlyResource(serviceStack().stack, 'AWS::ECS::TaskDefinition').Properties.ContainerDefinitions;
  expect(container.LinuxParameters).toEqual({ Capabilities: { Drop: ['ALL'] }, InitProcessEnabled: true });
  expect(container.Essential).toBe(true);
});

test('a log line that finds no room waits for nobody, in a buffer of 25 MiB', () => {
  const [container] = onlyResource(serviceStack().stack, 'AWS::ECS::TaskDefinition').Properties.ContainerDefinitions;
  expect(container.LogConfiguration.Options).toMatchObject({
    'awslogs-stream-prefix': 'payments',
    mode: 'non-blocking',
    'max-buffer-size': '26214400b',
  });
});

describe('the name of the container', () => {
  test.each([
    ['payments', 'payments'],
    ['Card_Vault-2', 'Card_Vault-2'],
    ['card vault.v2', 'card-vault-v2'],
    ['x'.repeat(256), 'x'.repeat(255)],
  ])('%s becomes what ECS allows', (id, name) => {
    expect(containerNameOf(id)).toBe(name);
  });

  test('is that of the service', () => {
    const stack = new Stack(undefined, 'Stack');
    new FargateService(stack, 'card vault', required(stack));
    const { ContainerDefinitions } = onlyResource(stack, 'AWS::ECS::TaskDefinition').Properties;
    expect(ContainerDefinitions[0].Name).toBe('card-vault');
  });
});
