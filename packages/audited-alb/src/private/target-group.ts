import type { IVpc } from 'aws-cdk-lib/aws-ec2';
import {
  ApplicationProtocol,
  ApplicationTargetGroup,
  type HealthCheck,
  type IApplicationTargetGroup,
  Protocol,
  TargetType,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Duration, Tokenization } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { Stickiness } from '../stickiness';
import type { TargetGroupProps, TargetHealthCheck } from '../target-group';
import { requireSeconds, seconds } from './duration';
import { fail, requireInteger, requireMatch } from './validation';

const STATUS_CODES = /^[2-4]\d\d(-[2-4]\d\d)?(,[2-4]\d\d(-[2-4]\d\d)?)*$/;

/** The target groups with sticky targets, and for how long. */
const STICKY = new WeakMap<IApplicationTargetGroup, Duration>();

/** A target group of addresses, as `owner` offers it, below `scope`. */
export function createTargetGroup(
  owner: Construct,
  scope: Construct,
  id: string,
  vpc: IVpc,
  props: TargetGroupProps,
): ApplicationTargetGroup {
  const protocol = props.protocol ?? ApplicationProtocol.HTTP;
  const deregistrationDelay = props.deregistrationDelay ?? Duration.seconds(30);
  requireMatch(owner, 'protocol', protocol, /^HTTPS?$/, 'HTTP or HTTPS');
  requireInteger(owner, 'port', props.port, { min: 1, max: 65_535 });
  requireSeconds(owner, 'deregistrationDelay', deregistrationDelay, { min: 0, max: 3600 });
  if (props.slowStart) requireSeconds(owner, 'slowStart', props.slowStart, { min: 30, max: 900 });
  const stickiness = props.stickiness ?? Stickiness.none();
  stickiness._validate(owner);

  const targetGroup = new ApplicationTargetGroup(scope, id, {
    vpc,
    targetType: TargetType.IP,
    protocol,
    port: props.port,
    targets: props.targets,
    healthCheck: healthCheckOf(owner, protocol, props.healthCheck ?? {}),
  });
  // The props of the same names write a number that is known only at deployment as its placeholder.
  setSeconds(targetGroup, 'deregistration_delay.timeout_seconds', deregistrationDelay);
  if (props.slowStart) setSeconds(targetGroup, 'slow_start.duration_seconds', props.slowStart);
  stickiness._apply(targetGroup);
  if (stickiness._duration) STICKY.set(targetGroup, stickiness._duration);
  return targetGroup;
}

function setSeconds(targetGroup: ApplicationTargetGroup, attribute: string, duration: Duration): void {
  targetGroup.setAttribute(attribute, Tokenization.stringifyNumber(seconds(duration)));
}

/** How long a target group holds its clients, if it does. */
export function stickinessOf(targetGroup: IApplicationTargetGroup): Duration | undefined {
  return STICKY.get(targetGroup);
}

function healthCheckOf(owner: Construct, protocol: ApplicationProtocol, props: TargetHealthCheck): HealthCheck {
  const path = props.path ?? '/health';
  const interval = props.interval ?? Duration.seconds(30);
  const timeout = props.timeout ?? Duration.seconds(5);
  const healthyThresholdCount = props.healthyThreshold ?? 2;
  const unhealthyThresholdCount = props.unhealthyThreshold ?? 3;
  const healthyHttpCodes = props.codes ?? '200';

  requireMatch(
    owner,
    'healthCheck.path',
    path,
    /^\/[\x21-\x7e]{0,1023}$/,
    "a path that starts with '/', of at most 1024 characters",
  );
  requireSeconds(owner, 'healthCheck.interval', interval, { min: 5, max: 300 });
  requireSeconds(owner, 'healthCheck.timeout', timeout, { min: 2, max: 120 });
  requireShorter(owner, timeout, interval);
  requireInteger(owner, 'healthCheck.healthyThreshold', healthyThresholdCount, { min: 2, max: 10 });
  requireInteger(owner, 'healthCheck.unhealthyThreshold', unhealthyThresholdCount, { min: 2, max: 10 });
  requireMatch(
    owner,
    'healthCheck.codes',
    healthyHttpCodes,
    STATUS_CODES,
    "status codes from 200 to 499, such as '200,204' or '200-299'",
  );

  return {
    enabled: true,
    protocol: protocol === ApplicationProtocol.HTTPS ? Protocol.HTTPS : Protocol.HTTP,
    path,
    interval,
    timeout,
    healthyThresholdCount,
    unhealthyThresholdCount,
    healthyHttpCodes,
  };
}

/** CDK compares the two as well, and its error for values known only at deployment names neither. */
function requireShorter(owner: Construct, timeout: Duration, interval: Duration): void {
  if (timeout.isUnresolved() || interval.isUnresolved()) {
    fail(owner, '`healthCheck.interval` and `healthCheck.timeout` must be known at synthesis, got: a token.');
  }
  if (seconds(timeout) < seconds(interval)) return;
  fail(
    owner,
    `\`healthCheck.timeout\` must be shorter than \`healthCheck.interval\` (${seconds(interval)} seconds), ` +
      `got: ${seconds(timeout)} seconds.`,
  );
}

/** Whether a listener forwards to the target group. CDK tells by the name of the load balancer, or by throwing. */
export function isRouted(targetGroup: ApplicationTargetGroup): boolean {
  try {
    return targetGroup.firstLoadBalancerFullName !== '';
  } catch {
    return false;
  }
}
