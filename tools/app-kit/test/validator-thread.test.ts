import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { App, CfnResource, type PolicyValidationStack, Stack } from 'aws-cdk-lib/core';
import type { Validator } from '../src/validator/threaded-validation';

const BUCKET = 'AWS::S3::Bucket';
const GOOD = { BucketEncryption: { ServerSideEncryptionConfiguration: [] } };
const BAD = { Nonsense: true };

let folder: string;
let output: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'thread-')));
  output = join(folder, 'out');
  mkdirSync(join(folder, 'tmp'));
  installRecorded();
});
afterEach(() => rmSync(folder, { recursive: true }));

/** CDK's validator, which writes down what it is given. */
function installRecorded(): void {
  const cdk = join(folder, 'node_modules', 'aws-cdk-lib');
  mkdirSync(cdk, { recursive: true });
  writeFileSync(
    join(cdk, 'cx-api.js'),
    `module.exports = require(${JSON.stringify(require.resolve('aws-cdk-lib/cx-api'))});`,
  );
  writeFileSync(
    join(cdk, 'core.js'),
    `const { CloudFormationValidatePlugin } = require(${JSON.stringify(require.resolve('aws-cdk-lib/core'))});
exports.CloudFormationValidatePlugin = class extends CloudFormationValidatePlugin {
  validate(context) {
    const paths = context.stackTemplates.map(({ templatePath }) => templatePath).join();
    require('node:fs').appendFileSync(${JSON.stringify(join(folder, 'validated'))}, paths + '\\n');
    return super.validate(context);
  }
};`,
  );
}

const ENGINE = 'the engine';

/** What has been validated until now: templates of stacks, and those that only build the engine. */
function validated(): string[] {
  const file = join(folder, 'validated');
  if (!existsSync(file)) return [];
  const paths = readFileSync(file, 'utf8').trim().split('\n');
  return paths.map((path) => (path.startsWith(output) ? basename(path, '.template.json') : ENGINE));
}

function until(times: number, what: string): Promise<void> {
  return holds(`${what} was validated ${times} times`, () => validated().filter((one) => one === what).length >= times);
}

/** What only builds the engine is a template in a temporary folder, for as long as it takes. */
function untilReady(): Promise<void> {
  return holds('the engine is built', () => readdirSync(join(folder, 'tmp')).length === 0);
}

async function holds(what: string, condition: () => boolean): Promise<void> {
  for (let tries = 0; !condition(); tries++) {
    if (tries > 1500) throw new Error(`Not within half a minute: ${what}`);
    await setTimeout(20);
  }
}

/** The thread, as register.cjs starts it in an app's folder. */
function started(app = folder, temporary = join(folder, 'tmp'), outdir = output): Validator {
  const { startValidator } = require('../src/validator/start.cjs') as { startValidator: () => Validator };
  const before = { cwd: process.cwd(), TMPDIR: process.env.TMPDIR };
  process.chdir(app);
  Object.assign(process.env, { CDK_OUTDIR: outdir, TMPDIR: temporary });
  try {
    return startValidator();
  } finally {
    process.chdir(before.cwd);
    delete process.env.CDK_OUTDIR;
    if (before.TMPDIR === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before.TMPDIR;
  }
}

/** Synthesizes stacks of one bucket each, and lists them as CDK tells its validators of them. */
function synthesized(stacks: Record<string, object>) {
  const app = new App({ outdir: output, context: { '@aws-cdk/core:validateAgainstDefaultRules': false } });
  for (const [name, properties] of Object.entries(stacks))
    new CfnResource(new Stack(app, name), 'Bucket', { type: BUCKET, properties: { ...properties } });
  app.synth();
  return Object.keys(stacks).map(toBeValidated) as [PolicyValidationStack, ...PolicyValidationStack[]];
}

const toBeValidated = (stack: string) => ({
  stackConstructPath: stack,
  templatePath: join(output, `${stack}.template.json`),
  accountId: undefined,
  region: undefined,
});

/** The stacks that each violation is found in. */
function found(answer: ReturnType<Validator['ask']>) {
  const stackOf = (template: string) => basename(template, '.template.json');
  return answer?.report.violations.map((violation) =>
    violation.violatingResources.map(({ templatePath = '' }) => stackOf(templatePath)),
  );
}

test('a template is validated as soon as it is there, and not again when the app asks', async () => {
  const [one] = synthesized({ One: BAD });
  const template = readFileSync(one.templatePath, 'utf8');
  rmSync(output, { recursive: true });
  mkdirSync(output);

  const validator = started();
  validator.expect({ resourceTypes: [BUCKET, 'AWS::Athena::WorkGroup'], stackTemplates: [one] });
  await until(2, ENGINE); // one for what apps use, one for what this one uses besides
  await untilReady();
  writeFileSync(one.templatePath, template.slice(0, 20)); // as a reader sees it who comes in between
  await setTimeout(100);
  writeFileSync(one.templatePath, template);
  await until(1, 'One');
  expect(found(validator.ask([one]))).toEqual([['One']]);
  expect(validated()).toEqual([ENGINE, ENGINE, 'One']);
});

test('the first synth of an app needs no other engine than the one that got ready', () => {
  const stacks = synthesized({ One: BAD });
  const validator = started(folder, undefined, join(folder, 'none'));
  validator.expect({ resourceTypes: [BUCKET], stackTemplates: stacks });
  expect(found(validator.ask(stacks))).toEqual([['One']]);
  expect(validated()).toEqual([ENGINE, 'One']);
});

test('of what the last synth left, only the template that changed is validated anew', async () => {
  const stacks = synthesized({ One: GOOD, Two: GOOD });
  const validator = started();
  validator.expect({ resourceTypes: [BUCKET], stackTemplates: stacks });
  await until(1, 'Two');
  synthesized({ One: GOOD, Two: BAD });
  expect(found(validator.ask(stacks))).toEqual([['Two']]);
  expect(validated()).toEqual([ENGINE, 'One', 'Two', 'Two']);
  expect(readdirSync(join(folder, 'tmp'))).toEqual([]);
});

test('one finding in two templates is one violation', () => {
  const stacks = synthesized({ One: BAD, Two: { ...BAD, Other: true } });
  expect(found(started().ask(stacks))).toEqual([['One', 'Two'], ['Two']]);
});

test('another account or region is another question', () => {
  const [one] = synthesized({ One: GOOD });
  const validator = started();
  validator.ask([one]);
  validator.ask([{ ...one, region: 'eu-west-1' }]);
  validator.ask([{ ...one, region: 'eu-west-1' }]);
  expect(validated()).toEqual([ENGINE, 'One', 'One']);
});

test('where nothing can be written for a while, it answers nevertheless', () => {
  const stacks = synthesized({ One: BAD });
  expect(found(started(folder, join(folder, 'missing')).ask(stacks))).toEqual([['One']]);
});

test('nobody waits for a thread that is gone', () => {
  const validator = started(tmpdir()); // where there is no aws-cdk-lib
  expect([validator.ask([]), validator.ask([])]).toEqual([undefined, undefined]);
});
