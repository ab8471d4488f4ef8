import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Ask, ThreadedValidation } from '../src/validator/threaded-validation';

const SOURCES = join(__dirname, '..', 'src');
const INSTALLED = join(__dirname, '..', '..', '..', 'node_modules');
const BAD = { Nonsense: true };
const GOOD = { BucketEncryption: { ServerSideEncryptionConfiguration: [] } };

let folder: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'validated-')));
  symlinkSync(INSTALLED, join(folder, 'node_modules'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const importOf = (source: string) => `from ${JSON.stringify(join(SOURCES, source))}`;

/** An app of one bucket, which prints where its validator's reports came from. */
const RUN_APP = `
import { CfnResource, Stack } from 'aws-cdk-lib/core';
import { runApp } ${importOf('run-app')};
const started = Symbol.for('@org/app-kit.validator');
const ask = globalThis[started];
console.log(ask ? 'thread' : 'no thread');
if (ask) globalThis[started] = (stacks) => {
  const answer = process.env.NO_ANSWER ? undefined : ask(stacks);
  console.log(answer ? 'answered' : 'no answer');
  return answer;
};
runApp((app) => new CfnResource(new Stack(app, 'One'), 'Bucket', {
  type: 'AWS::S3::Bucket', properties: JSON.parse(process.env.PROPERTIES),
}));`;
const OWN_APP = `
import { App, CfnResource, Stack } from 'aws-cdk-lib/core';
console.log(Symbol.for('@org/app-kit.validator') in globalThis ? 'thread' : 'no thread');
const app = new App();
new CfnResource(new Stack(app, 'One'), 'Bucket', { type: 'AWS::S3::Bucket', properties: JSON.parse(process.env.PROPERTIES) });
app.synth();`;

function synth(app: string, properties: object, env: Record<string, string> = {}) {
  writeFileSync(join(folder, 'main.ts'), app);
  const output = join(folder, 'out');
  const { CDK_VALIDATION: _, FORCE_COLOR: __, ...own } = process.env;
  const context = { '@aws-cdk/core:validateAgainstDefaultRules': true, 'aws:cdk:disable-creation-stack-traces': true };
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--liftoff-only', join(SOURCES, 'run.cjs'), 'main.ts'],
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
  expect([byCdk.status, byCdk.said, byCdk.report()]).toEqual([1, ['no thread'], report]);
});

test('what the last synth left is no answer for templates that differ', () => {
  const ends = [GOOD, BAD, BAD, GOOD, GOOD].map((properties) => {
    const { status, said, report } = synth(RUN_APP, properties);
    return [status, said[1], report().pluginReports.length];
  });
  const held = [0, 'answered', 0];
  const failed = [1, 'answered', 1];
  expect(ends).toEqual([held, failed, failed, held, held]);
});

test('a thread that is asked again looks at the templates again', () => {
  synth(OWN_APP, GOOD);
  const template = join(folder, 'out', 'One.template.json');
  const bad = readFileSync(template, 'utf8').replace('"Properties": {', '"Properties": { "Nonsense": true,');
  const ask = started(folder, join(folder, 'out'));
  const stacks = [{ stackConstructPath: 'One', templatePath: template, accountId: undefined, region: undefined }];
  // Its first answer means that it has read what the last synth left; only then does that change.
  const before = ask(stacks)?.report.success;
  writeFileSync(template, bad);
  expect([before, ask(stacks)?.report.success]).toEqual([true, false]);
});

test('CDK_VALIDATION=false leaves the thread out as well', () => {
  expect(synth(RUN_APP, BAD, { CDK_VALIDATION: 'false' })).toMatchObject({ status: 0, said: ['no thread'] });
});

test('nobody waits for a thread that is gone', () => {
  const ask = started(tmpdir()); // where there is no aws-cdk-lib
  expect([ask([]), ask([])]).toEqual([undefined, undefined]);
});

/** The thread, as run.cjs starts it in an app's folder. */
function started(app: string, output = ''): Ask {
  const { startValidator } = require('../src/validator/start.cjs') as { startValidator: () => Ask };
  const here = process.cwd();
  process.chdir(app);
  process.env.CDK_OUTDIR = output;
  try {
    return startValidator();
  } finally {
    process.chdir(here);
    delete process.env.CDK_OUTDIR;
  }
}

test('version and rules are what the thread says', () => {
  const report = { success: true, violations: [] };
  const plugin = new ThreadedValidation(() => ({ report, version: '7' }));
  expect(plugin.validate({ templatePaths: [], stackTemplates: [] } as never)).toBe(report);
  expect([plugin.version, plugin.ruleIds]).toEqual(['7', ['7']]);
});
