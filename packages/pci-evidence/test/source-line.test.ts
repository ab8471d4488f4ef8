import { join } from 'node:path';
import { App, CfnResource, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { PciEvidence } from '../src';
import { Constructs } from '../src/private/constructs';
import { sourceLine } from '../src/private/source-line';
import { platformOf } from './template/build';

const here = (file: string) => join(process.cwd(), file);

test.each<[string, string[], string | undefined]>([
  ['the innermost line of the app', [`new A (${here('a.ts')}:1:2)`, `new B (${here('b.ts')}:3:4)`], 'a.ts:1'],
  [
    'not a line of a library',
    [`new L (${here('node_modules/l/l.js')}:1:2)`, `new B (${here('src/b.ts')}:3:4)`],
    'src/b.ts:3',
  ],
  ['not a summary of frames', ['...new Vpc in aws-cdk-lib...', `new B (${here('b.ts')}:3:4)`], 'b.ts:3'],
  [
    'a line of the app before one beside it',
    [`new Kit (${here('../kit/kit.ts')}:1:2)`, `<anonymous> (file://${here('b.ts')}:3:4)`],
    'b.ts:3',
  ],
  ['a line beside the app where there is no other', [`new Kit (${here('../kit/kit.ts')}:1:2)`], '../kit/kit.ts:1'],
  [
    'a line of Python, which has no column',
    ['...jsii runtime...', '__init__ (/venv/lib/python3.12/site-packages/l/l.py:1)', `<module> (${here('app.py')}:12)`],
    'app.py:12',
  ],
  ['nothing where no line is the app', ['...aws-cdk-lib...', 'Array.forEach (:)'], undefined],
])('a stack gives %s', (_name, stack, line) => {
  expect(sourceLine(stack)).toBe(line);
});

const APP = "/home/me/pay & co's (1)/app";

test.each([
  ['a function', `new Stack (${APP}/src/stack.ts:12:5)`],
  ['a module', `${APP}/src/stack.ts:12:5`],
  ['a module of its own kind', `file:///home/me/pay%20&%20co's%20(1)/app/src/stack.ts:12:5`],
  ['a method under another name', `    at Stack.create [as make] (${APP}/src/stack.ts:12:5)`],
])('a frame of %s is found, whatever its folder is called', (_, frame) => {
  expect(sourceLine([frame], APP)).toBe('src/stack.ts:12');
});

test('the line of the app that used a library stands for the library, whatever their folders are called', () => {
  const stack = [
    `new Cluster (${APP}/node_modules/aws-cdk-lib/aws-ecs/lib/cluster.js:3:1)`,
    `new Service (/home/me/pay & co's (1)/packages/service.ts:8:1)`,
    `new Payments (${APP}/src/stack.ts:40:7)`,
  ];
  expect(sourceLine(stack, APP)).toBe('src/stack.ts:40');
  expect(sourceLine(stack.slice(0, 2), APP)).toBe('../packages/service.ts:8');
});

test.each([
  [10, 50],
  [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
])('attaching to an app makes stacks of %s frames ones of %s', (limit, deeper) => {
  const before = Error.stackTraceLimit;
  try {
    Error.stackTraceLimit = limit;
    PciEvidence.attachTo(new App());
    expect(Error.stackTraceLimit).toBe(deeper);
  } finally {
    Error.stackTraceLimit = before;
  }
});

test('a resource whose stack is cut off has the line of what it belongs to, and one of nobody has none', () => {
  const stack = new Stack(new App(), 'S');
  const [vpc, loose] = [new Construct(stack, 'Vpc'), new Construct(stack, 'Loose')];
  const made = (scope: Construct, id: string, line?: string) => {
    const resource = new CfnResource(scope, id, { type: 'AWS::Test::Thing' });
    Object.defineProperty(resource, 'creationStack', {
      value: line ? [`new X (${here(line)}:7:1)`] : ['...cut off...'],
    });
    return [String(stack.resolve(resource.logicalId)), { Type: 'AWS::Test::Thing' }];
  };
  const resources = [
    made(vpc, 'Resource', 'stack.ts'),
    made(new Construct(vpc, 'Subnet'), 'Subnet'),
    made(loose, 'Resource'),
  ];
  const constructs = new Constructs(stack.node.root);
  const platform = platformOf({ S: { Resources: Object.fromEntries(resources) } });
  expect(platform.resources.map((one) => constructs.originOf(one).sourceLine)).toEqual([
    'stack.ts:7',
    'stack.ts:7',
    undefined,
  ]);
});
