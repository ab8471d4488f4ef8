import { annotationsOf, onlyResource } from '@org/testing';
import { Duration, Lazy, Token } from 'aws-cdk-lib/core';
import { ContainerHealthCheck, type HealthCheckOptions } from '../src';
import { serviceStack } from './fixture';

function checkOf(healthCheck?: ContainerHealthCheck) {
  const { stack } = serviceStack({ container: { healthCheck } });
  return onlyResource(stack, 'AWS::ECS::TaskDefinition').Properties.ContainerDefinitions[0].HealthCheck;
}

const httpLine = (url: string) =>
  `if command -v curl > /dev/null; then curl -fsS -o /dev/null '${url}'; else wget -q -O /dev/null '${url}'; fi || exit 1`;

test('asks the service for /health by default: each 30 seconds, three times, after a minute', () => {
  expect(checkOf()).toEqual({
    Command: ['CMD-SHELL', httpLine('http://127.0.0.1:8080/health')],
    Interval: 30,
    Timeout: 5,
    Retries: 3,
    StartPeriod: 60,
  });
});

test('another path, port and timing', () => {
  const healthCheck = ContainerHealthCheck.http({
    path: '/ready?deep=1&db=1',
    port: 9000,
    interval: Duration.seconds(10),
    timeout: Duration.seconds(10),
    retries: 10,
    startPeriod: Duration.minutes(5),
  });
  expect(checkOf(healthCheck)).toEqual({
    Command: ['CMD-SHELL', httpLine('http://127.0.0.1:9000/ready?deep=1&db=1')],
    Interval: 10,
    Timeout: 10,
    Retries: 10,
    StartPeriod: 300,
  });
});

test('a process that speaks TLS itself is asked by HTTPS, under a name that its certificate does not have', () => {
  const healthCheck = ContainerHealthCheck.https({ retries: 5 });
  expect(checkOf(healthCheck)).toMatchObject({
    Command: [
      'CMD-SHELL',
      "if command -v curl > /dev/null; then curl -k -fsS -o /dev/null 'https://127.0.0.1:8080/health'; " +
        "else wget --no-check-certificate -q -O /dev/null 'https://127.0.0.1:8080/health'; fi || exit 1",
    ],
    Retries: 5,
  });
});

test('a port may be known at deployment only: of the service, or of the check alone', () => {
  const token = Token.asNumber(Lazy.any({ produce: () => ({ Ref: 'Parameter' }) }));
  const line = httpLine('http://127.0.0.1:PORT/health').split('PORT');
  const joined = line.flatMap((part, index) => (index === 0 ? [part] : [{ Ref: 'Parameter' }, part]));
  const itsOwn = ContainerHealthCheck.http({ port: token });
  for (const given of [{ port: token }, { healthCheck: itsOwn }]) {
    const { stack } = serviceStack({ container: given });
    const [container] = onlyResource(stack, 'AWS::ECS::TaskDefinition').Properties.ContainerDefinitions;
    expect(container.HealthCheck.Command).toEqual(['CMD-SHELL', { 'Fn::Join': ['', joined] }]);
  }
});

test('a program runs without a shell', () => {
  expect(checkOf(ContainerHealthCheck.command(['/app/check', '--fast'], { retries: 5 }))).toMatchObject({
    Command: ['CMD', '/app/check', '--fast'],
    Retries: 5,
    Interval: 30,
  });
  expect(checkOf(ContainerHealthCheck.command(['/app/check'])).Command).toEqual(['CMD', '/app/check']);
});

test('a line runs in a shell', () => {
  expect(checkOf(ContainerHealthCheck.shell('test -f /tmp/ok', { retries: 1 }))).toMatchObject({
    Command: ['CMD-SHELL', 'test -f /tmp/ok'],
    Retries: 1,
  });
  expect(checkOf(ContainerHealthCheck.shell('true')).Retries).toBe(3);
});

test('none warns', () => {
  const { stack } = serviceStack({ container: { healthCheck: ContainerHealthCheck.none() } });
  const [container] = onlyResource(stack, 'AWS::ECS::TaskDefinition').Properties.ContainerDefinitions;
  expect(container).not.toHaveProperty('HealthCheck');
  expect(annotationsOf(stack)).toEqual([
    'ECS does not check the container, so that it replaces a task only when its process ends. ' +
      'Give `container.healthCheck` a ContainerHealthCheck.http(), .https(), .command() or .shell(). ' +
      '[ack: @org/fargate-service:no-health-check]',
  ]);
});

test.each<[HealthCheckOptions, string]>([
  [
    { interval: Duration.seconds(4) },
    '`container.healthCheck.interval` must be a whole number from 5 to 300 seconds, got: 4.',
  ],
  [
    { interval: Duration.seconds(301) },
    '`container.healthCheck.interval` must be a whole number from 5 to 300 seconds, got: 301.',
  ],
  [
    { interval: Duration.millis(5500) },
    '`container.healthCheck.interval` must be a whole number from 5 to 300 seconds, got: 5.5.',
  ],
  [
    { timeout: Duration.seconds(1) },
    '`container.healthCheck.timeout` must be a whole number from 2 to 120 seconds, got: 1.',
  ],
  [
    { timeout: Duration.seconds(121), interval: Duration.seconds(300) },
    '`container.healthCheck.timeout` must be a whole number from 2 to 120 seconds, got: 121.',
  ],
  [
    { timeout: Duration.seconds(31) },
    '`container.healthCheck.timeout` must not be above `container.healthCheck.interval` (30 seconds), got: 31 seconds.',
  ],
  [{ retries: 0 }, '`container.healthCheck.retries` must be a whole number from 1 to 10, got: 0.'],
  [{ retries: 11 }, '`container.healthCheck.retries` must be a whole number from 1 to 10, got: 11.'],
  [
    { startPeriod: Duration.seconds(301) },
    '`container.healthCheck.startPeriod` must be a whole number from 0 to 300 seconds, got: 301.',
  ],
])('refuses %j', (options, message) => {
  expect(() => checkOf(ContainerHealthCheck.http({ path: '/', ...options }))).toThrow(
    new Error(`Stack/payments: ${message}`),
  );
});

test.each(['health', '', "/'; rm -rf /", '/a b', '/$(id)'])("refuses the path '%s'", (path) => {
  expect(() => checkOf(ContainerHealthCheck.http({ path }))).toThrow(
    new Error(
      `Stack/payments: \`container.healthCheck.path\` must be an URL path that begins with '/', got: '${path}'.`,
    ),
  );
});

test('refuses a port that cannot be', () => {
  expect(() => checkOf(ContainerHealthCheck.http({ path: '/', port: 65536 }))).toThrow(
    new Error('Stack/payments: `container.healthCheck.port` must be a whole number from 1 to 65535, got: 65536.'),
  );
});

test.each([ContainerHealthCheck.command([]), ContainerHealthCheck.command(['']), ContainerHealthCheck.shell('')])(
  'refuses an empty command (%#)',
  (healthCheck) => {
    expect(() => checkOf(healthCheck)).toThrow(
      new Error(
        "Stack/payments: `container.healthCheck` must have a command, got: none. Use for example ContainerHealthCheck.command(['/app/check']).",
      ),
    );
  },
);

test('retries and start period may be known at deployment only, interval and timeout not', () => {
  const token = Token.asNumber(Lazy.any({ produce: () => ({ Ref: 'Parameter' }) }));
  const later = ContainerHealthCheck.http({ path: '/', retries: token, startPeriod: Duration.seconds(token) });
  expect(checkOf(later)).toMatchObject({ Retries: { Ref: 'Parameter' }, StartPeriod: { Ref: 'Parameter' } });
  for (const options of [{ interval: Duration.seconds(token) }, { timeout: Duration.seconds(token) }]) {
    expect(() => checkOf(ContainerHealthCheck.http({ path: '/', ...options }))).toThrow(
      new Error(
        'Stack/payments: `container.healthCheck` must have an `interval` and a `timeout` that are known at synthesis, got: a token.',
      ),
    );
  }
});
