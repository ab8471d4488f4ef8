import { onlyResource, resourcesOf } from '@org/testing';
import { Template } from 'aws-cdk-lib/assertions';
import type { IVpc } from 'aws-cdk-lib/aws-ec2';
import { ApplicationTargetGroup, type IApplicationTargetGroup } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { CfnParameter, type Stack, Token } from 'aws-cdk-lib/core';
import { type AuditedAlb, type FixedResponse, Routing } from '../src';
import { addAlb, albWith } from './fixture';

const RULE = 'AWS::ElasticLoadBalancingV2::ListenerRule';

interface Fixture {
  readonly stack: Stack;
  readonly alb: AuditedAlb;
  readonly api: IApplicationTargetGroup;
  readonly web: IApplicationTargetGroup;
}

/** Target groups of a stranger, so that a test needs no route for each. */
function fixture(): Fixture {
  const { stack, alb } = albWith();
  const arn = 'arn:aws:elasticloadbalancing:us-east-1:111122223333:targetgroup';
  const groups = ['api', 'web'].map((name) =>
    ApplicationTargetGroup.fromTargetGroupAttributes(stack, name, {
      targetGroupArn: `${arn}/${name}/0123456789abcdef`,
    }),
  );
  const [api, web] = groups as [IApplicationTargetGroup, IApplicationTargetGroup];
  return { stack, alb, api, web };
}

function ruleOf(routing: (given: Fixture) => Routing) {
  const given = fixture();
  given.alb.addRoute('Route', routing(given));
  return onlyResource(given.stack, RULE).Properties;
}

const forwardTo = (name: string) => [
  { Type: 'forward', TargetGroupArn: expect.stringContaining(`targetgroup/${name}/`) },
];
const pathPattern = (...values: string[]) => ({ Field: 'path-pattern', PathPatternConfig: { Values: values } });
const hostHeader = (...values: string[]) => ({ Field: 'host-header', HostHeaderConfig: { Values: values } });
const httpHeader = (name: string, ...values: string[]) => ({
  Field: 'http-header',
  HttpHeaderConfig: { HttpHeaderName: name, Values: values },
});

describe('what a route takes', () => {
  test('path', () => {
    expect(ruleOf(({ api }) => Routing.path('/api/*', api))).toMatchObject({
      Conditions: [pathPattern('/api/*')],
      Actions: forwardTo('api'),
      Priority: 44_127,
    });
  });

  test.each<[string, (given: Fixture) => Routing, unknown[]]>([
    ['paths', ({ api }) => Routing.paths(['/a', '/b*'], api), [pathPattern('/a', '/b*')]],
    ['host', ({ api }) => Routing.host('api.example.com', api), [hostHeader('api.example.com')]],
    ['header', ({ api }) => Routing.header('X-Canary', ['yes', '1'], api), [httpHeader('X-Canary', 'yes', '1')]],
    [
      'all at once',
      ({ api }) => Routing.path('/a', api).onHosts(['*.example.com']).onHeader('X-A', ['1']).onHeader('X-B', ['2']),
      [pathPattern('/a'), hostHeader('*.example.com'), httpHeader('X-A', '1'), httpHeader('X-B', '2')],
    ],
  ])('%s', (_, routing, conditions) => {
    const rule = ruleOf(routing);
    expect(rule.Conditions).toEqual(conditions);
    expect(rule.Actions).toEqual(forwardTo('api'));
  });

  test('a value is not changed by the methods that derive from it', () => {
    const given = fixture();
    const base = Routing.path('/api/*', given.api);
    base.onHosts(['a.example.com']);
    base.withPriority(7);
    given.alb.addRoute('Route', base);
    expect(onlyResource(given.stack, RULE).Properties).toMatchObject({
      Conditions: [pathPattern('/api/*')],
      Priority: 44_127,
    });
  });
});

describe('what happens to the requests', () => {
  test('weighted shares them', () => {
    const rule = ruleOf(({ api, web }) =>
      Routing.weighted([
        { targetGroup: api, weight: 90 },
        { targetGroup: web, weight: 10 },
      ]).onPaths(['/health']),
    );
    expect(rule.Actions).toEqual([
      {
        Type: 'forward',
        ForwardConfig: {
          TargetGroups: [
            { TargetGroupArn: expect.stringContaining('/api/'), Weight: 90 },
            { TargetGroupArn: expect.stringContaining('/web/'), Weight: 10 },
          ],
        },
      },
    ]);
  });

  test('fixedResponse answers them', () => {
    const full = { statusCode: 503, contentType: 'application/json', body: '{}' };
    expect(ruleOf(() => Routing.fixedResponse(full).onPaths(['/x'])).Actions).toEqual([
      {
        Type: 'fixed-response',
        FixedResponseConfig: { StatusCode: '503', ContentType: 'application/json', MessageBody: '{}' },
      },
    ]);
    expect(ruleOf(() => Routing.fixedResponse({ statusCode: 403 }).onPaths(['/x'])).Actions).toEqual([
      { Type: 'fixed-response', FixedResponseConfig: { StatusCode: '403', ContentType: 'text/plain' } },
    ]);
  });
});

describe('a route is refused', () => {
  const PATH =
    "`routing` must be a path pattern that starts with '/' and has at most 128 of the characters " +
    'A-Z a-z 0-9 _ - . $ / ~ " \' @ : + & * ?';
  const HOST = "`routing` must be a host name of at most 128 characters, such as 'api.example.com' or '*.example.com'";
  const HEADER = '`routing` must be a header value of 1 to 128 printable characters';

  test.each<[string, (given: Fixture) => Routing, string]>([
    [
      'without a condition',
      ({ api }) => Routing.weighted([{ targetGroup: api, weight: 1 }]),
      '`routing` must have a condition, got: none. Add .onPaths([...]): what no route takes is answered with 404.',
    ],
    ['without a path', ({ api }) => Routing.paths([], api), '`routing` must name at least one path, got: none.'],
    [
      'with paths twice',
      ({ api }) => Routing.path('/a', api).onPaths(['/b']),
      '`routing` must have each condition once, got: path twice. Give all its values at once.',
    ],
    [
      'with a header twice',
      ({ api }) => Routing.header('X-A', ['1'], api).onHeader('x-a', ['2']),
      '`routing` must have each condition once, got: header x-a twice. Give all its values at once.',
    ],
    [
      'with six values',
      ({ api }) => Routing.paths(['/a', '/b', '/c'], api).onHosts(['a.io', 'b.io', 'c.io']),
      '`routing` must be a whole number from 1 to 5 values in all its conditions, got: 6.',
    ],
    ...['', 'api/*', '/a b', '/ä', '/a?b=<', `/${'a'.repeat(128)}`].map(
      (value): [string, (given: Fixture) => Routing, string] => [
        `with the path '${value}'`,
        ({ api }) => Routing.path(value, api),
        `${PATH}, got: '${value}'.`,
      ],
    ),
    ...['', 'localhost', 'api.example.com:443', 'api.example.c0m', `${'a'.repeat(125)}.com`].map(
      (value): [string, (given: Fixture) => Routing, string] => [
        `with the host '${value}'`,
        ({ api }) => Routing.host(value, api),
        `${HOST}, got: '${value}'.`,
      ],
    ),
    ...['', 'a\nb', 'x'.repeat(129)].map((value): [string, (given: Fixture) => Routing, string] => [
      `with the header value '${value}'`,
      ({ api }) => Routing.header('X-A', [value], api),
      `${HEADER}, got: '${value}'.`,
    ]),
    [
      'with an impossible header name',
      ({ api }) => Routing.header('X A', ['1'], api),
      "`routing` must be a header name of at most 40 characters, got: 'X A'.",
    ],
    [
      'with the host as a header',
      ({ api }) => Routing.header('host', ['1'], api),
      "`routing` must not match the header 'Host', got: 'host'. Use .onHosts([...]).",
    ],
    [
      'without a target group',
      () => Routing.weighted([]).onPaths(['/a']),
      '`routing` must be a whole number from 1 to 5 target groups, got: 0.',
    ],
    [
      'with six target groups',
      ({ api }) => Routing.weighted(Array(6).fill({ targetGroup: api, weight: 1 })).onPaths(['/a']),
      '`routing` must be a whole number from 1 to 5 target groups, got: 6.',
    ],
    [
      'with a weight of 1000',
      ({ api }) => Routing.weighted([{ targetGroup: api, weight: 1000 }]).onPaths(['/a']),
      '`weight` must be a whole number from 0 to 999, got: 1000.',
    ],
    [
      'with weights that send nothing anywhere',
      ({ api }) => Routing.weighted([{ targetGroup: api, weight: 0 }]).onPaths(['/a']),
      '`weight` must be above 0 for at least one target group, got: 0 for all. Nobody would get the requests.',
    ],
    [
      'with priority 0',
      ({ api }) => Routing.path('/a', api).withPriority(0),
      '`priority` must be a whole number from 1 to 50000, got: 0.',
    ],
    [
      'with priority 50001',
      ({ api }) => Routing.path('/a', api).withPriority(50_001),
      '`priority` must be a whole number from 1 to 50000, got: 50001.',
    ],
    ...(
      [
        [{ statusCode: 199 }, '`statusCode` must be a whole number from 200 to 599, got: 199.'],
        [{ statusCode: 600 }, '`statusCode` must be a whole number from 200 to 599, got: 600.'],
        ...[300, 302, 399].map((statusCode): [FixedResponse, string] => [
          { statusCode },
          `\`statusCode\` must be 200 to 299 or 400 to 599, got: ${statusCode}. A redirect is not a fixed response.`,
        ]),
        [
          { statusCode: 200, contentType: 'image/png' },
          "`contentType` must be text/plain, text/css, text/html, application/javascript or application/json, got: 'image/png'.",
        ],
        [
          { statusCode: 200, body: 'x'.repeat(1025) },
          '`body` must be a whole number from 0 to 1024 characters, got: 1025.',
        ],
      ] as [FixedResponse, string][]
    ).map(([response, message]): [string, (given: Fixture) => Routing, string] => [
      `with the response ${JSON.stringify(response).slice(0, 40)}`,
      () => Routing.fixedResponse(response).onPaths(['/a']),
      message,
    ]),
  ])('%s', (_, routing, message) => {
    expect(() => ruleOf(routing)).toThrow(new Error(`Stack/Alb: ${message}`));
  });
});

test('a target group belongs to one load balancer', () => {
  const { stack, alb, api } = fixture();
  const other = addAlb(stack, alb.loadBalancer.vpc as IVpc, {}, 'Other');
  alb.addRoute('Api', Routing.path('/api/*', api));
  alb.addRoute('Health', Routing.path('/health', api));
  expect(() => other.addRoute('Api', Routing.path('/api/*', api))).toThrow(
    new Error(
      'Stack/Other: `routing` must lead to target groups that no other load balancer routes to, got: Stack/api, ' +
        'which Stack/Alb routes to. Add one to this load balancer, with the same targets.',
    ),
  );
});

describe('priorities', () => {
  function prioritiesOf(routes: Record<string, string>): Record<string, number> {
    const { stack, alb, api } = fixture();
    for (const [id, path] of Object.entries(routes)) alb.addRoute(id, Routing.path(path, api));
    const rules = resourcesOf(stack, RULE).map(({ Properties }) => Properties);
    return Object.fromEntries(rules.map((rule) => [rule.Conditions[0].PathPatternConfig.Values[0], rule.Priority]));
  }

  test('do not move when a route is added, wherever it is added', () => {
    const before = prioritiesOf({ Api: '/api/*', Health: '/health' });
    expect(prioritiesOf({ All: '/*', Api: '/api/*', New: '/api/v1/*', Health: '/health' })).toMatchObject(before);
  });

  test('let the more specific come first, in whatever order they are added', () => {
    const priorities = prioritiesOf({ All: '/*', Api: '/api/*', V1: '/api/v1/*', Health: '/health' });
    const order = Object.entries(priorities).sort(([, a], [, b]) => a - b);
    expect(order.map(([path]) => path)).toEqual(['/api/v1/*', '/health', '/api/*', '/*']);
  });

  test('can be given', () => {
    expect(ruleOf(({ api }) => Routing.path('/api/*', api).withPriority(1)).Priority).toBe(1);
    expect(ruleOf(({ api }) => Routing.path('/api/*', api).withPriority(50_000)).Priority).toBe(50_000);
  });

  test('that were given stay when conditions are added', () => {
    expect(ruleOf(({ api }) => Routing.path('/a', api).withPriority(7).onHosts(['a.example.com'])).Priority).toBe(7);
  });

  test('must differ', () => {
    const { alb, api } = fixture();
    alb.addRoute('First', Routing.path('/a', api).withPriority(10));
    alb.addRoute('Second', Routing.path('/b', api).withPriority(99));
    expect(() => alb.addRoute('Third', Routing.path('/c', api).withPriority(10))).toThrow(
      new Error(
        "Stack/Alb: `priority` must be unique, got: 10 for both routes 'First' and 'Third'. " +
          "Give 'Third' another one, such as .withPriority(98).",
      ),
    );
  });

  test('that are the last leave a free one below the automatic ones', () => {
    const { alb, api } = fixture();
    alb.addRoute('First', Routing.path('/a', api).withPriority(50_000));
    expect(() => alb.addRoute('Second', Routing.path('/b', api).withPriority(50_000))).toThrow(
      "Give 'Second' another one, such as .withPriority(99).",
    );
  });

  test('that make a route unreachable are refused, whichever was added first', () => {
    const message =
      "Stack/Alb: `routing` of route 'Api' must be reachable, got: priority 44127 behind route 'All' (priority 5), which " +
      "takes all of its requests. Change the conditions of one of them, or let 'Api' come first with .withPriority(n).";
    const one = fixture();
    one.alb.addRoute('All', Routing.path('/*', one.api).withPriority(5));
    expect(() => one.alb.addRoute('Api', Routing.path('/api/*', one.api))).toThrow(new Error(message));

    const other = fixture();
    other.alb.addRoute('Api', Routing.path('/api/*', other.api));
    expect(() => other.alb.addRoute('All', Routing.path('/*', other.api).withPriority(5))).toThrow(new Error(message));
  });

  test('of conditions known only at deployment must be given', () => {
    const { stack, alb, api } = fixture();
    const path = new CfnParameter(stack, 'Path').valueAsString;
    expect(() => alb.addRoute('Route', Routing.path(path, api))).toThrow(
      new Error(
        "Stack/Alb: `routing` of route 'Route' must have an explicit priority, because a part of its conditions is known " +
          'only at deployment, got: none. Add .withPriority(n).',
      ),
    );
    alb.addRoute('Given', Routing.path(path, api).withPriority(3));
    alb.addRoute(
      'Listed',
      Routing.weighted([{ targetGroup: api, weight: 1 }])
        .onPaths(Token.asList({ Ref: 'Paths' }))
        .withPriority(4),
    );
    alb.addRoute('All', Routing.path('/*', api));
    expect(resourcesOf(stack, RULE).map(({ Properties }) => Properties.Conditions[0].PathPatternConfig.Values)).toEqual(
      [[{ Ref: 'Path' }], { Ref: 'Paths' }, ['/*']],
    );
  });

  test('of a header whose name is known only at deployment must be given', () => {
    const { stack, alb, api } = fixture();
    const name = new CfnParameter(stack, 'Header').valueAsString;
    expect(() => alb.addRoute('Route', Routing.header(name, ['yes'], api))).toThrow(
      "`routing` of route 'Route' must have an explicit priority, because a part of its conditions is known only at deployment",
    );
    alb.addRoute('Given', Routing.header(name, ['yes'], api).withPriority(3));
    alb.addRoute('Other', Routing.header(name, ['yes', 'no'], api).withPriority(4));
    expect(resourcesOf(stack, RULE).map(({ Properties }) => Properties.Conditions[0].HttpHeaderConfig)).toEqual([
      { HttpHeaderName: { Ref: 'Header' }, Values: ['yes'] },
      { HttpHeaderName: { Ref: 'Header' }, Values: ['yes', 'no'] },
    ]);
  });

  test('known only at deployment pass', () => {
    const { stack, alb, api } = fixture();
    const priority = new CfnParameter(stack, 'Priority', { type: 'Number' }).valueAsNumber;
    const rule = alb.addRoute('Route', Routing.path('/a', api).withPriority(priority));
    Template.fromStack(stack).hasResourceProperties(RULE, { Priority: { Ref: 'Priority' } });
    expect(rule.node.path).toBe('Stack/Alb/Routes/Route');
  });
});
