import { onlyResource } from '@org/testing';
import { ApplicationTargetGroup } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { CfnParameter, Duration, type Stack } from 'aws-cdk-lib/core';
import { Routing, Stickiness, type TargetGroupProps, type WeightedOptions } from '../src';
import { addAlb, albWith, stackWithVpc } from './fixture';

function attributesOf(props: Partial<TargetGroupProps>, { stack, alb } = albWith()): Record<string, unknown> {
  const targetGroup = alb.addTargetGroup('Api', { port: 8080, ...props });
  alb.addRoute('Api', Routing.path('/api/*', targetGroup));
  const { Properties } = onlyResource(stack, 'AWS::ElasticLoadBalancingV2::TargetGroup');
  return Object.fromEntries(
    Properties.TargetGroupAttributes.map(({ Key, Value }: { Key: string; Value: unknown }) => [Key, Value]),
  );
}

const DELAY = { 'deregistration_delay.timeout_seconds': '30' };

describe('stickiness of targets', () => {
  test.each([undefined, Stickiness.none()])('by default there is none (%#)', (stickiness) => {
    expect(attributesOf({ stickiness })).toEqual({ ...DELAY, 'stickiness.enabled': 'false' });
  });

  test('by a cookie of the load balancer', () => {
    expect(attributesOf({ stickiness: Stickiness.loadBalancerCookie(Duration.hours(1)) })).toEqual({
      ...DELAY,
      'stickiness.enabled': 'true',
      'stickiness.type': 'lb_cookie',
      'stickiness.lb_cookie.duration_seconds': '3600',
    });
  });

  test('by a cookie of the application', () => {
    expect(attributesOf({ stickiness: Stickiness.applicationCookie('session', Duration.days(7)) })).toEqual({
      ...DELAY,
      'stickiness.enabled': 'true',
      'stickiness.type': 'app_cookie',
      'stickiness.app_cookie.duration_seconds': '604800',
      'stickiness.app_cookie.cookie_name': 'session',
    });
  });

  test.each([0, 604_801])('%d seconds are refused', (amount) => {
    expect(() => attributesOf({ stickiness: Stickiness.loadBalancerCookie(Duration.seconds(amount)) })).toThrow(
      new Error(`Stack/Alb: \`stickiness\` must be a whole number from 1 to 604800 seconds, got: ${amount}.`),
    );
  });

  test.each(['', 'AWSALB', 'AWSALBAPP-0', 'a=b', 'a b', 'a'.repeat(257)])("the cookie '%s' is refused", (name) => {
    expect(() => attributesOf({ stickiness: Stickiness.applicationCookie(name, Duration.hours(1)) })).toThrow(
      new Error(
        `Stack/Alb: \`stickiness\` must be the name of a cookie that does not begin with 'AWSALB', got: '${name}'.`,
      ),
    );
  });

  test('values known only at deployment pass', () => {
    const base = albWith();
    const duration = Duration.seconds(new CfnParameter(base.stack, 'Number', { type: 'Number' }).valueAsNumber);
    const cookie = new CfnParameter(base.stack, 'Cookie').valueAsString;
    expect(
      attributesOf({ stickiness: Stickiness.applicationCookie(cookie, duration), slowStart: duration }, base),
    ).toMatchObject({
      'stickiness.app_cookie.duration_seconds': { Ref: 'Number' },
      'stickiness.app_cookie.cookie_name': { Ref: 'Cookie' },
      'slow_start.duration_seconds': { Ref: 'Number' },
    });
  });
});

describe('slowStart', () => {
  test.each([30, 900])('%d seconds pass', (amount) => {
    expect(attributesOf({ slowStart: Duration.seconds(amount) })).toMatchObject({
      'slow_start.duration_seconds': String(amount),
    });
  });

  test.each([29, 901])('%d seconds are refused', (amount) => {
    expect(() => attributesOf({ slowStart: Duration.seconds(amount) })).toThrow(
      new Error(`Stack/Alb: \`slowStart\` must be a whole number from 30 to 900 seconds, got: ${amount}.`),
    );
  });
});

describe('stickiness of target groups', () => {
  /** The forward action of a route over two target groups, one of them sticky for so many minutes, the other for more. */
  function forwardOf(sticky: [number?, number?], options?: WeightedOptions): Record<string, unknown> {
    const { stack, alb } = albWith();
    const groups = sticky.map((minutes, index) =>
      alb.addTargetGroup(`Group${index}`, {
        port: 8080,
        stickiness: minutes === undefined ? undefined : Stickiness.loadBalancerCookie(Duration.minutes(minutes)),
      }),
    );
    const targets = groups.map((targetGroup) => ({ targetGroup, weight: 1 }));
    alb.addRoute('Both', Routing.weighted(targets, options).onPaths(['/*']));
    return actionOf(stack).ForwardConfig;
  }

  const actionOf = (stack: Stack) =>
    onlyResource(stack, 'AWS::ElasticLoadBalancingV2::ListenerRule').Properties.Actions[0];
  const minutes = (amount: number) => ({ Enabled: true, DurationSeconds: amount * 60 });

  test('by default there is none', () => {
    expect(forwardOf([undefined, undefined]).TargetGroupStickinessConfig).toBeUndefined();
  });

  test.each<[[number?, number?], number]>([
    [[5, undefined], 5],
    [[undefined, 5], 5],
    [[5, 10], 10],
    [[10, 5], 10],
  ])('follows that of the targets, the longest (%j): anything else is refused at deployment', (sticky, longest) => {
    expect(forwardOf(sticky).TargetGroupStickinessConfig).toEqual(minutes(longest));
  });

  test('can be given', () => {
    expect(forwardOf([undefined, undefined], { stickiness: Duration.minutes(2) }).TargetGroupStickinessConfig).toEqual(
      minutes(2),
    );
    expect(forwardOf([5, 10], { stickiness: Duration.minutes(2) }).TargetGroupStickinessConfig).toEqual(minutes(2));
  });

  test.each([0, 604_801])('%d seconds are refused', (amount) => {
    expect(() => forwardOf([], { stickiness: Duration.seconds(amount) })).toThrow('`routing` must be');
    expect(() => forwardOf([undefined, undefined], { stickiness: Duration.seconds(amount) })).toThrow(
      new Error(`Stack/Alb: \`stickiness\` must be a whole number from 1 to 604800 seconds, got: ${amount}.`),
    );
  });

  test('with one target group only its own counts', () => {
    const { stack, alb } = albWith();
    const stickiness = Stickiness.loadBalancerCookie(Duration.minutes(5));
    alb.addRoute('Api', Routing.path('/*', alb.addTargetGroup('Api', { port: 8080, stickiness })));
    expect(actionOf(stack)).toEqual({ Type: 'forward', TargetGroupArn: expect.anything() });
  });

  test("a stranger's target groups pass, and so does a duration known only at deployment", () => {
    const { stack, vpc } = stackWithVpc();
    const alb = addAlb(stack, vpc);
    const stickiness = Duration.seconds(new CfnParameter(stack, 'Number', { type: 'Number' }).valueAsNumber);
    const targets = ['A', 'B'].map((id) => ({
      targetGroup: new ApplicationTargetGroup(stack, id, { vpc, port: 80 }),
      weight: 1,
    }));
    alb.addRoute('Both', Routing.weighted(targets, { stickiness }).onPaths(['/*']));
    expect(actionOf(stack).ForwardConfig.TargetGroupStickinessConfig).toEqual({
      Enabled: true,
      DurationSeconds: { Ref: 'Number' },
    });
  });
});
