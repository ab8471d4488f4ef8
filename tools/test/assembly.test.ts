import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readFindings, readStacks } from '../lib/assembly';
import { median } from '../lib/measure';

const folder = mkdtempSync(join(tmpdir(), 'assembly-'));
afterAll(() => rmSync(folder, { recursive: true }));
const write = (file: string, content: unknown) => writeFileSync(join(folder, file), JSON.stringify(content));

test('stacks are summed up by service, most first', () => {
  write('manifest.json', {
    artifacts: {
      Tree: { type: 'cdk:tree' },
      App: {
        type: 'aws:cloudformation:stack',
        environment: 'aws://unknown-account/us-east-1',
        properties: { templateFile: 'App.json', stackName: 'app-aa1' },
      },
    },
  });
  write('App.json', {
    Resources: {
      A: { Type: 'AWS::EC2::VPC' },
      B: { Type: 'AWS::EC2::Subnet' },
      C: { Type: 'Custom::Thing' },
      D: { Type: 'AWS::ECS::Cluster' },
    },
    Outputs: { VpcId: { Value: 'x', Description: 'The VPC' } },
  });
  expect(readStacks(folder)).toEqual([
    {
      id: 'App',
      name: 'app-aa1',
      environment: 'aws://unknown-account/us-east-1',
      region: 'us-east-1',
      templateFile: join(folder, 'App.json'),
      services: [
        ['EC2', 2],
        ['Custom', 1],
        ['ECS', 1],
      ],
      resources: 4,
      outputs: [['VpcId', 'The VPC']],
    },
  ]);
});

test('services with as many resources come in the same order in every country', () => {
  write('manifest.json', { artifacts: { App: { type: 'aws:cloudformation:stack', environment: 'aws://a/b' } } });
  write('App.template.json', {
    Resources: { A: { Type: 'AWS::DynamoDB::Table' }, B: { Type: 'AWS::Chatbot::SlackChannelConfiguration' } },
  });
  const script = `const [stack] = require('../lib/assembly').readStacks(${JSON.stringify(folder)});
    process.stdout.write(stack.services.map(([service]) => service).join(' '));`;
  const order = execFileSync(process.execPath, ['--import', 'tsx', '--eval', script], {
    cwd: __dirname,
    encoding: 'utf8',
    // Czech has a letter ch, after h.
    env: { ...process.env, LC_ALL: 'cs_CZ.UTF-8' },
  });
  expect(order).toBe('Chatbot DynamoDB');
});

test('findings name rule, construct and severity; no report is not the same as no finding', () => {
  expect(readFindings(folder)).toBeUndefined();
  write('validation-report.json', { pluginReports: [{ violations: [] }] });
  expect(readFindings(folder)).toEqual([]);
  const violation = {
    ruleName: 'R1',
    severity: 'error',
    description: 'bad',
    violatingConstructs: [{ constructPath: 'App/A' }, { constructPath: 'App/B' }],
  };
  write('validation-report.json', { pluginReports: [{ violations: [violation] }] });
  expect(readFindings(folder)).toEqual([
    { severity: 'error', rule: 'R1', description: 'bad', construct: 'App/A' },
    { severity: 'error', rule: 'R1', description: 'bad', construct: 'App/B' },
  ]);
});

test.each([
  [[3, 1, 2], 2],
  [[4, 1, 2, 3], 2.5],
  [[7], 7],
])('the median of %p is %p', (values, expected) => {
  expect(median(values)).toBe(expected);
});
