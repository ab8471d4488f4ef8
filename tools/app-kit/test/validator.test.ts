import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ThreadedValidation } from '../src/validator/threaded-validation';

const SOURCES = join(__dirname, '..', 'src');
const INSTALLED = join(__dirname, '..', '..', '..', 'node_modules');
/** What all three buckets have wrong, and what the second has beside it. */
const BAD = { Nonsense: true, Two: { Other: true } };
const GOOD = { BucketEncryption: { ServerSideEncryptionConfiguration: [] } };

let folder: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'validated-')));
  symlinkSync(INSTALLED, join(folder, 'node_modules'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const importOf = (source: string) => `from ${JSON.stringify(join(SOURCES, source))}`;

/** Two stacks, and one in a stage, each of a bucket. */
const BUCKETS = `
const env = { account: '111122223333', region: 'eu-west-1' };
function define(app) {
  for (const stack of [new Stack(app, 'One', { env }), new Stack(app, 'Two'), new Stack(new Stage(app, 'Later'), 'Three')]) {
    const { Two, ...all } = JSON.parse(process.env.PROPERTIES);
    const properties = { ...all, ...(stack.node.id === 'Two' && Two) };
    new CfnResource(stack, 'Bucket', { type: 'AWS::S3::Bucket', properties });
  }
}`;

/** An app that prints where its validator's reports came from, and fails when the thread was told of other templates. */
const RUN_APP = `
import assert from 'node:assert';
import { CfnResource, Stack, Stage } from 'aws-cdk-lib/core';
import { runApp } ${importOf('run-app')};
const started = Symbol.for('@org/app-kit.validator');
const validator = globalThis[started];
console.log(validator ? 'thread' : 'no thread');
let expected;
if (validator) globalThis[started] = {
  expect: (told) => {
    expected = told;
    validator.expect(told);
  },
  ask: (stacks) => {
    assert.deepEqual(sorted(expected.stackTemplates), sorted(stacks));
    assert.deepEqual(expected.resourceTypes, ['AWS::S3::Bucket']);
    const answer = process.env.NO_ANSWER ? undefined : validator.ask(stacks);
    console.log(answer ? 'answered' : 'no answer');
    return answer;
  },
};
const sorted = (stacks) => stacks.map((stack) => JSON.stringify(stack, Object.keys(stack).sort())).sort();
${BUCKETS}
runApp(define);`;
/** An app that does not ask the thread. */
const OWN_APP = `
import { App, CfnResource, Stack, Stage } from 'aws-cdk-lib/core';
const app = new App();
${BUCKETS}
define(app);
app.synth();`;

function synth(app: string, properties: object, env: Record<string, string> = {}) {
  writeFileSync(join(folder, 'main.ts'), app);
  const output = join(folder, 'out');
  const { CDK_VALIDATION: _, FORCE_COLOR: __, ...own } = process.env;
  const context = { '@aws-cdk/core:validateAgainstDefaultRules': true, 'aws:cdk:disable-creation-stack-traces': true };
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--liftoff-only', '--require', join(SOURCES, 'validator', 'register.cjs'), join(SOURCES, 'run.cjs'), 'main.ts'],
    {
      cwd: folder,
      encoding: 'utf8',
      env: {
        ...own,
        CDK_OUTDIR: output,
        CDK_CONTEXT_JSON: JSON.stringify(context),
        PROPERTIES: JSON.stringify(properties),
        ...env,
      },
    },
  );
  const report = () =>
    JSON.parse(readFileSync(join(output, 'validation-report.json'), 'utf8')) as { pluginReports: object[] };
  return { status, said: stdout.trim().split('\n'), stderr, report };
}

test('the thread finds what CDK finds, in the same report, with the same end', () => {
  const threaded = synth(RUN_APP, BAD);
  const report = threaded.report();
  const byItself = synth(RUN_APP, BAD, { NO_ANSWER: 'true' });
  expect([threaded.said, byItself.said]).toEqual([
    ['thread', 'answered'],
    ['thread', 'no answer'],
  ]);
  expect(report.pluginReports).toMatchObject([{ conclusion: 'failure' }]);
  expect(threaded.stderr).toContain("'Nonsense' was unexpected");
  expect([threaded.status, threaded.stderr]).toEqual([1, byItself.stderr]);
  expect(byItself.report()).toEqual(report);

  const byCdk = synth(OWN_APP, BAD);
  expect([byCdk.status, unordered(byCdk.report())]).toEqual([1, unordered(report)]);
});

/** CDK's own validator is given the stacks of stages before the others. */
function unordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((one) => JSON.stringify(unordered(one))).sort();
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, unordered(one)]));
}

test('what the last synth left is no answer for templates that differ', () => {
  const ends = [GOOD, BAD, BAD, GOOD, GOOD].map((properties) => {
    const { status, said, report } = synth(RUN_APP, properties);
    return [status, said[1], report().pluginReports.length];
  });
  const held = [0, 'answered', 0];
  const failed = [1, 'answered', 1];
  expect(ends).toEqual([held, failed, failed, held, held]);
});

test('CDK_VALIDATION=false leaves the thread out as well', () => {
  expect(synth(RUN_APP, BAD, { CDK_VALIDATION: 'false' })).toMatchObject({ status: 0, said: ['no thread'] });
});

test('version and rules are what the thread says', () => {
  const report = { success: true, violations: [] };
  const plugin = new ThreadedValidation({ ask: () => ({ report, version: '7' }) });
  expect(plugin.validate({ templatePaths: [], stackTemplates: [] } as never)).toBe(report);
  expect([plugin.version, plugin.ruleIds]).toEqual(['7', ['7']]);
});
