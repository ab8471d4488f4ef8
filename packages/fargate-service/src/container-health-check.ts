import type { HealthCheck } from 'aws-cdk-lib/aws-ecs';
import { Annotations, Duration } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { requireIntegerIfGiven } from './private/if-given';
import { secondsOf } from './private/seconds';
import { fail, requireInteger, requireMatch } from './private/validation';

/** When a health check runs and what it tolerates. */
export interface HealthCheckOptions {
  /**
   * Time between two checks, 5 to 300 seconds.
   * @default Duration.seconds(30)
   */
  readonly interval?: Duration;

  /**
   * Time after which a check counts as failed, 2 to 120 seconds and not above `interval`.
   * @default Duration.seconds(5)
   */
  readonly timeout?: Duration;

  /**
   * Failed checks in a row after which ECS replaces the task, 1 to 10.
   * @default 3
   */
  readonly retries?: number;

  /**
   * Time that the container has to start, in which failed checks do not count, 0 to 300 seconds.
   * @default Duration.seconds(60)
   */
  readonly startPeriod?: Duration;
}

/** A health check by HTTP or HTTPS from inside the container. */
export interface HttpHealthCheckOptions extends HealthCheckOptions {
  /**
   * The path to ask for. An answer of 400 and above is a failure.
   * @default '/health'
   */
  readonly path?: string;

  /**
   * The port to ask, 1 to 65535.
   * @default - the container's port
   */
  readonly port?: number;
}

/** What the container is asked for. */
interface Request {
  readonly scheme: 'http' | 'https';
  readonly path?: string;
  readonly port?: number;
}

/**
 * How ECS finds out that a container must be replaced. The check runs inside the container.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/healthcheck.html
 */
export class ContainerHealthCheck {
  /**
   * Asks the container by HTTP on 127.0.0.1, with curl or, where the image has none, with wget. An image without a shell
   * or without both (distroless, scratch) needs `command`.
   * @param options what to ask for, when the check runs and what it tolerates
   */
  public static http(options: HttpHealthCheckOptions = {}): ContainerHealthCheck {
    return new ContainerHealthCheck(options, undefined, { ...options, scheme: 'http' });
  }

  /**
   * Asks the container by HTTPS on 127.0.0.1, like `http`: for a process that speaks TLS itself. Its certificate is not
   * checked, because it is made out to another name, and nobody but the container answers there.
   * @param options what to ask for, when the check runs and what it tolerates
   */
  public static https(options: HttpHealthCheckOptions = {}): ContainerHealthCheck {
    return new ContainerHealthCheck(options, undefined, { ...options, scheme: 'https' });
  }

  /**
   * Runs a program of the image; an exit code other than 0 is a failure.
   * @param command the program and its arguments, run without a shell
   * @param options when it runs and what it tolerates
   */
  public static command(command: string[], options?: HealthCheckOptions): ContainerHealthCheck {
    return new ContainerHealthCheck(options ?? {}, ['CMD', ...command]);
  }

  /**
   * Runs a line in the image's shell; an exit code other than 0 is a failure.
   * @param line the line to run
   * @param options when it runs and what it tolerates
   */
  public static shell(line: string, options?: HealthCheckOptions): ContainerHealthCheck {
    return new ContainerHealthCheck(options ?? {}, ['CMD-SHELL', line]);
  }

  /** No check by ECS: only a load balancer notices a hung task. Leaves the warning `@org/fargate-service:no-health-check`. */
  public static none(): ContainerHealthCheck {
    return new ContainerHealthCheck({});
  }

  private constructor(
    private readonly options: HealthCheckOptions,
    private readonly words?: string[],
    private readonly request?: Request,
  ) {}

  /**
   * The check of a container that listens on `port`.
   * @internal
   */
  public _bind(scope: IConstruct, port: number): HealthCheck | undefined {
    const command = this.request ? requestCommand(scope, this.request, port) : this.words;
    if (!command) {
      warnOfNone(scope);
      return undefined;
    }
    if (command.length < 2 || command[1] === '') {
      fail(
        scope,
        "`container.healthCheck` must have a command, got: none. Use for example ContainerHealthCheck.command(['/app/check']).",
      );
    }
    return { command, ...timing(scope, this.options) };
  }
}

function requestCommand(scope: IConstruct, { scheme, path = '/health', port }: Request, servicePort: number): string[] {
  // No quote and no space: the address stands in single quotes in a shell line.
  requireMatch(
    scope,
    'container.healthCheck.path',
    path,
    /^\/[A-Za-z0-9._~\-/%?=&]*$/,
    "an URL path that begins with '/'",
  );
  requireIntegerIfGiven(scope, 'container.healthCheck.port', port, { min: 1, max: 65535 });
  const url = `'${scheme}://127.0.0.1:${port ?? servicePort}${path}'`;
  const [curl, wget] = scheme === 'https' ? ['curl -k', 'wget --no-check-certificate'] : ['curl', 'wget'];
  return [
    'CMD-SHELL',
    `if command -v curl > /dev/null; then ${curl} -fsS -o /dev/null ${url}; else ${wget} -q -O /dev/null ${url}; fi || exit 1`,
  ];
}

function timing(scope: IConstruct, options: HealthCheckOptions): Omit<HealthCheck, 'command'> {
  const interval = options.interval ?? Duration.seconds(30);
  const timeout = options.timeout ?? Duration.seconds(5);
  const retries = options.retries ?? 3;
  const startPeriod = options.startPeriod ?? Duration.seconds(60);
  const seconds = {
    interval: secondsOf(scope, 'container.healthCheck.interval', interval),
    timeout: secondsOf(scope, 'container.healthCheck.timeout', timeout),
    startPeriod: secondsOf(scope, 'container.healthCheck.startPeriod', startPeriod),
  };
  requireInteger(scope, 'container.healthCheck.interval', seconds.interval, { min: 5, max: 300, unit: 'seconds' });
  requireInteger(scope, 'container.healthCheck.timeout', seconds.timeout, { min: 2, max: 120, unit: 'seconds' });
  requireInteger(scope, 'container.healthCheck.retries', retries, { min: 1, max: 10 });
  requireInteger(scope, 'container.healthCheck.startPeriod', seconds.startPeriod, {
    min: 0,
    max: 300,
    unit: 'seconds',
  });
  if (interval.isUnresolved() || timeout.isUnresolved()) {
    fail(
      scope,
      '`container.healthCheck` must have an `interval` and a `timeout` that are known at synthesis, got: a token.',
    );
  }
  if (seconds.timeout > seconds.interval) {
    fail(
      scope,
      `\`container.healthCheck.timeout\` must not be above \`container.healthCheck.interval\` (${seconds.interval} seconds), ` +
        `got: ${seconds.timeout} seconds.`,
    );
  }
  return { interval, timeout, retries, startPeriod };
}

function warnOfNone(scope: IConstruct): void {
  Annotations.of(scope).addWarningV2(
    '@org/fargate-service:no-health-check',
    'ECS does not check the container, so that it replaces a task only when its process ends. ' +
      'Give `container.healthCheck` a ContainerHealthCheck.http(), .https(), .command() or .shell().',
  );
}
