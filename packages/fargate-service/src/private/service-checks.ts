import { type Duration, Token } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import type { FargateServiceProps } from '../fargate-service-props';
import { secondsOf } from './seconds';
import { fail, requireInteger, requireMatch } from './validation';

/** Credentials of AWS that ECS and the SDKs would take from the environment, past the task role: Security Hub ECS.8. */
const CREDENTIAL_NAMES = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN', 'ECS_ENGINE_AUTH_DATA'];

/** Refuses what the L2s below, or AWS at deployment, would refuse less clearly. */
export function checkService(scope: IConstruct, props: FargateServiceProps): void {
  props.size._validate(scope);
  props.scaling?._validate(scope);
  props.policyConditions?._validate(scope);
  props.discovery?._validate(scope, props.cluster);
  checkPort(scope, props.port);
  checkDesiredCount(scope, props);
  for (const name of Object.keys(props.secrets ?? {})) checkVariable(scope, name);
  for (const egress of props.egress ?? []) egress._validate(scope);
  checkUser(scope, props.user);
  checkWritablePaths(scope, props.writablePaths ?? []);
  checkGrace(scope, props.healthCheckGracePeriod);
  checkSubnets(scope, props);
}

function checkPort(scope: IConstruct, port: number): void {
  if (Token.isUnresolved(port) || (Number.isInteger(port) && port >= 1024 && port <= 65535)) return;
  fail(
    scope,
    `\`port\` must be a whole number from 1024 to 65535, got: ${port}. ` +
      'The process is not root and cannot open a lower port: let it listen on 8080.',
  );
}

function checkDesiredCount(scope: IConstruct, { desiredCount, scaling }: FargateServiceProps): void {
  requireInteger(scope, 'desiredCount', desiredCount, {
    min: scaling && !Token.isUnresolved(scaling.minTasks) ? scaling.minTasks : 0,
    max: scaling && !Token.isUnresolved(scaling.maxTasks) ? scaling.maxTasks : 5000,
    unit: scaling ? 'tasks, the range of `scaling`' : 'tasks',
  });
}

function checkVariable(scope: IConstruct, name: string): void {
  requireMatch(scope, 'secrets', name, /^[A-Za-z_][A-Za-z0-9_]*$/, 'named by letters, digits and underscores');
  if (!CREDENTIAL_NAMES.includes(name)) return;
  fail(
    scope,
    `\`secrets\` must not hold credentials of AWS, got: '${name}'. Grant the permission to the service's task role instead.`,
  );
}

function checkUser(scope: IConstruct, user: string | undefined): void {
  const name = '(?:[0-9]+|[a-z_][a-z0-9_-]*)';
  requireMatch(scope, 'user', user, new RegExp(`^${name}(?::${name})?$`), "'uid', 'uid:gid' or names");
  if (user === undefined || !/^(?:0+|root)(?::|$)/.test(user)) return;
  fail(scope, `\`user\` must not be root, got: '${user}'. Use for example '1000:1000'.`);
}

function checkWritablePaths(scope: IConstruct, paths: string[]): void {
  paths.forEach((path, index) => {
    requireMatch(
      scope,
      'writablePaths',
      path,
      /^(?:\/[A-Za-z0-9_.-]+)+$/,
      'absolute paths below /, with no / at the end',
    );
    if (path.split('/').some((part) => part === '..' || part === '.')) {
      fail(scope, `\`writablePaths\` must hold no '.' and no '..', got: '${path}'.`);
    }
    if (paths.indexOf(path) !== index) fail(scope, `\`writablePaths\` must hold each path once, got: '${path}' twice.`);
  });
}

function checkGrace(scope: IConstruct, grace: Duration | undefined): void {
  const seconds = grace && secondsOf(scope, 'healthCheckGracePeriod', grace);
  requireInteger(scope, 'healthCheckGracePeriod', seconds, { min: 0, max: 2_147_483_647, unit: 'seconds' });
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
