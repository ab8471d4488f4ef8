import { Duration, Lazy, Stack, Token } from 'aws-cdk-lib/core';
import { ContainerHealthCheck, Discovery, FargateCluster, Scaling } from '../src';
import { type Given, importedVpc, serviceStack } from './fixture';

const token = Token.asNumber(Lazy.any({ produce: () => ({ Ref: 'Parameter' }) }));
const minutes = Duration.minutes(token);
const checked = (options: object) => ({
  container: { healthCheck: ContainerHealthCheck.http({ path: '/', ...options }) },
});
const scaled = (cooldowns: object) => ({ scaling: Scaling.between(2, 4).onCpu(70).withCooldowns(cooldowns) });

test.each<[string, Given]>([
  ['healthCheckGracePeriod', { healthCheckGracePeriod: minutes }],
  ['container.healthCheck.interval', checked({ interval: minutes })],
  ['container.healthCheck.timeout', checked({ timeout: minutes })],
  ['container.healthCheck.startPeriod', checked({ startPeriod: minutes })],
  ['scaling.withCooldowns.scaleOut', scaled({ scaleOut: minutes })],
  ['scaling.withCooldowns.scaleIn', scaled({ scaleIn: minutes })],
  ['discovery.ttl', { discovery: Discovery.dns('pay', { ttl: minutes }) }],
])('%s in minutes must be known at synthesis', (prop, props) => {
  const build = () =>
    serviceStack((stack) => {
      const vpc = importedVpc(new Stack());
      return { cluster: new FargateCluster(stack, 'Named', { vpc, namespace: 'pay.internal' }).cluster, ...props };
    });
  expect(build).toThrow(
    new Error(
      `Stack/payments: \`${prop}\` must be in seconds where it is known only at deployment, got: a token of minutes. ` +
        'Use Duration.seconds().',
    ),
  );
});
