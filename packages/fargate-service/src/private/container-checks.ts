import { Token } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import type { ServiceContainer } from '../service-container';
import { requireMatchIfGiven } from './if-given';
import { requireObjects } from './objects';
import { fail, requireMatch } from './validation';

/** Credentials of AWS that ECS and the SDKs would take from the environment, past the task role: Security Hub ECS.8. */
const CREDENTIAL_NAMES = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN', 'ECS_ENGINE_AUTH_DATA'];

/** Refuses what would stop the container from starting, or weaken it. */
export function checkContainer(scope: IConstruct, container: ServiceContainer): void {
  requireObjects(scope, container, ['image']);
  checkPort(scope, container.port);
  for (const name of Object.keys(container.secrets ?? {})) checkVariable(scope, name);
  checkUser(scope, container.user);
  checkWritablePaths(scope, container.writablePaths ?? []);
}

function checkPort(scope: IConstruct, port: number): void {
  if (Token.isUnresolved(port) || (Number.isInteger(port) && port >= 1024 && port <= 65535)) return;
  fail(
    scope,
    `\`container.port\` must be a whole number from 1024 to 65535, got: ${port}. ` +
      'The process is not root and cannot open a lower port: let it listen on 8080.',
  );
}

function checkVariable(scope: IConstruct, name: string): void {
  requireMatch(
    scope,
    'container.secrets',
    name,
    /^[A-Za-z_][A-Za-z0-9_]*$/,
    'named by letters, digits and underscores',
  );
  if (!CREDENTIAL_NAMES.includes(name)) return;
  fail(
    scope,
    `\`container.secrets\` must not hold credentials of AWS, got: '${name}'. ` +
      "Grant the permission to the service's task role instead.",
  );
}

function checkUser(scope: IConstruct, user: string | undefined): void {
  const name = '(?:[0-9]+|[a-z_][a-z0-9_-]*)';
  requireMatchIfGiven(scope, 'container.user', user, new RegExp(`^${name}(?::${name})?$`), "'uid', 'uid:gid' or names");
  if (user === undefined || !/^(?:0+|root)(?::|$)/.test(user)) return;
  fail(scope, `\`container.user\` must not be root, got: '${user}'. Use for example '1000:1000'.`);
}

function checkWritablePaths(scope: IConstruct, paths: string[]): void {
  const prop = 'container.writablePaths';
  paths.forEach((path, index) => {
    requireMatch(scope, prop, path, /^(?:\/[A-Za-z0-9_.-]+)+$/, 'absolute paths below /, with no / at the end');
    if (path.split('/').some((part) => part === '..' || part === '.')) {
      fail(scope, `\`${prop}\` must hold no '.' and no '..', got: '${path}'.`);
    }
    if (paths.indexOf(path) !== index) fail(scope, `\`${prop}\` must hold each path once, got: '${path}' twice.`);
  });
}
