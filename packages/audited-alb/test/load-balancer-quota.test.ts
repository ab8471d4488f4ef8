import { annotationsOf } from '@org/testing';
import { App, CfnOutput, NestedStack, Stack } from 'aws-cdk-lib/core';
import { Ingress, LoadBalancerScheme, PlainHttp, Routing } from '../src';
import { addAlb, albWith, FakeService, stackWithVpc } from './fixture';

const QUOTA = 100;

test('no more than 100 target groups are taken', () => {
  const { alb } = albWith();
  for (let index = 1; index <= QUOTA; index++) alb.addTargetGroup(`Service${index}`, { port: 8080 });
  expect(() => alb.addTargetGroup('Service101', { port: 8080 })).toThrow(
    new Error(
      'Stack/Alb: `addTargetGroup` must not add more than the 100 target groups that Elastic Load Balancing takes for a load ' +
        "balancer, got: 'Service101' as one more. Put further ones behind another load balancer, in a stack of its own.",
    ),
  );
});

test('more than 100 routes are warned of, once', () => {
  const { stack, alb } = albWith();
  const addRoutes = (first: number, last: number) => {
    for (let priority = first; priority <= last; priority++) {
      const routing = Routing.fixedResponse({ statusCode: 403 }).onPaths([`/${priority}/*`]);
      alb.addRoute(`Route${priority}`, routing.withPriority(priority));
    }
  };
  addRoutes(1, QUOTA);
  expect(annotationsOf(stack)).toEqual([]);
  addRoutes(QUOTA + 1, QUOTA + 2);
  expect(annotationsOf(stack)).toEqual([
    'There are more than 100 routes, and Elastic Load Balancing takes 100 for each load balancer unless the account has a ' +
      'higher quota. Put further ones behind another load balancer, in a stack of its own. [ack: @org/audited-alb:too-many-routes]',
  ]);
});

describe('outputs of its stack', () => {
  /** A load balancer before a service of another stack, which takes two outputs, beside so many others. */
  function withOutputs(others: number): App {
    const app = new App();
    const { stack, vpc } = stackWithVpc(undefined, new Stack(app, 'Stack'));
    const alb = addAlb(stack, vpc);
    const targets = [FakeService.in(new Stack(app, 'Services'), vpc, 8080)];
    alb.addRoute('Api', Routing.path('/*', alb.addTargetGroup('Api', { port: 8080, targets })));
    for (let index = 0; index < others; index++) new CfnOutput(stack, `Output${index}`, { value: 'x' });
    new CfnOutput(new NestedStack(stack, 'Nested'), 'Output', { value: 'x' });
    return app;
  }

  test('may be 200, those of nested stacks aside', () => {
    expect(Object.keys(withOutputs(198).synth().getStackByName('Stack').template.Outputs)).toHaveLength(200);
  });

  test('may not be more', () => {
    expect(() => withOutputs(199).synth()).toThrow(
      '[Stack/Alb] The stack of the load balancer must have at most the 200 outputs that CloudFormation takes, got: 201, of ' +
        'which each service of another stack takes two. Put further ones behind another load balancer, in a stack of its own.',
    );
  });
});

describe('ranges of clients', () => {
  const ipv4 = (count: number) => Array.from({ length: count }, (_, index) => `203.0.${index}.0/24`);
  const ipv6 = (count: number) =>
    Array.from({ length: count }, (_, index) => `2001:db8:${(index + 1).toString(16)}::/48`);
  const quota = (rules: number) =>
    `\`ingress\` makes ${rules} inbound rules, and Amazon EC2 takes 60 for each kind of addresses in a security group unless ` +
    'the account has a higher quota (L-0EA8095F). Join ranges, or raise it before the deployment. ' +
    '[ack: @org/audited-alb:too-many-ranges]';

  test('of each kind may be 60', () => {
    const scheme = LoadBalancerScheme.internetFacingDualStack();
    const { stack } = albWith({ scheme, ingress: Ingress.cidrs([...ipv4(60), ...ipv6(60)]) });
    expect(annotationsOf(stack).filter((text) => text.includes('too-many-ranges'))).toEqual([]);
  });

  test.each([
    { ranges: [...ipv4(61), ...ipv6(1)], rules: 61 },
    { ranges: [...ipv4(1), ...ipv6(62)], rules: 62 },
  ])('of one kind that are $rules are warned of', ({ ranges, rules }) => {
    const scheme = LoadBalancerScheme.internetFacingDualStack();
    const { stack } = albWith({ scheme, ingress: Ingress.cidrs(ranges) });
    expect(annotationsOf(stack)).toContain(quota(rules));
  });

  test('count twice with port 80 open', () => {
    const { stack } = albWith({ ingress: Ingress.cidrs(ipv4(31)), plainHttp: PlainHttp.redirected() });
    expect(annotationsOf(stack)).toContain(quota(62));
  });
});
