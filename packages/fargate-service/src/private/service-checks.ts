import { type Duration, Token } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import type { FargateServiceProps } from '../fargate-service-props';
import { checkContainer } from './container-checks';
import { requireIntegerIfGiven } from './if-given';
import { requireObjects } from './objects';
import { secondsOf } from './seconds';
import { fail } from './validation';

/** Refuses what the L2s below, or AWS at deployment, would refuse less clearly. */
export function checkService(scope: IConstruct, props: FargateServiceProps): void {
  requireObjects(scope, props, ['cluster', 'container', 'size'], ['vpcSubnets']);
  props.size._validate(scope);
  props.scaling?._validate(scope);
  props.policyConditions?._validate(scope);
  props.discovery?._validate(scope, props.cluster);
  checkContainer(scope, props.container);
  checkDesiredCount(scope, props);
  for (const egress of props.egress ?? []) egress._validate(scope);
  checkGrace(scope, props.healthCheckGracePeriod);
  checkSubnets(scope, props);
}

function checkDesiredCount(scope: IConstruct, { desiredCount, scaling }: FargateServiceProps): void {
  requireIntegerIfGiven(scope, 'desiredCount', desiredCount, {
    min: scaling && !Token.isUnresolved(scaling.minTasks) ? scaling.minTasks : 0,
    max: scaling && !Token.isUnresolved(scaling.maxTasks) ? scaling.maxTasks : 5000,
    unit: scaling ? 'tasks, the range of `scaling`' : 'tasks',
  });
}

function checkGrace(scope: IConstruct, grace: Duration | undefined): void {
  const seconds = grace && secondsOf(scope, 'healthCheckGracePeriod', grace);
  requireIntegerIfGiven(scope, 'healthCheckGracePeriod', seconds, { min: 0, max: 2_147_483_647, unit: 'seconds' });
}

function checkSubnets(scope: IConstruct, { cluster: { vpc }, vpcSubnets }: FargateServiceProps): void {
  const { hasPublic, subnetIds } = vpc.selectSubnets(vpcSubnets ?? {});
  const publicIds = vpc.publicSubnets.map(({ subnetId }) => subnetId);
  // The VPC knows its own objects only, and an imported subnet is another one.
  if (!hasPublic && !subnetIds.some((id) => publicIds.includes(id))) return;
  fail(
    scope,
    `\`vpcSubnets\` must select private or isolated subnets, got: public ones${vpcSubnets ? '' : ', because the VPC has no others'}. ` +
      'PCI DSS 4.0.1 requirement 1.4.4 keeps systems with card data off the internet.',
  );
}
