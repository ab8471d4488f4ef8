/**
 * The thread: CDK's own validator, as the app's aws-cdk-lib has it. It gets ready on the templates that the last synth
 * left, so that its engine is built and compiled when the app asks. An app that writes the very same templates gets the
 * report on these; for any other they are validated then.
 */
const { readFileSync } = require('node:fs');
const { createRequire } = require('node:module');
const { join } = require('node:path');
const { workerData } = require('node:worker_threads');

const AFTER_EVERY_REQUEST = 2 ** 31 - 1;

const { answered, folder, output, port } = workerData;
// Whoever waits does not wait for a thread that is gone.
process.once('exit', () => wake(AFTER_EVERY_REQUEST));

const ofApp = createRequire(join(folder, 'main.js'));
const { CloudFormationValidatePlugin } = ofApp('aws-cdk-lib/core');

const validator = new CloudFormationValidatePlugin();
let last;

port.on('message', ({ request, stackTemplates }) => {
  port.postMessage({ request, answer: answer(stackTemplates) });
  wake(request);
});
getReady();

function wake(request) {
  Atomics.store(answered, 0, request);
  Atomics.notify(answered, 0);
}

function getReady() {
  try {
    const stackTemplates = leftBehind();
    const before = contents(stackTemplates);
    const report = validator.validate({ stackTemplates });
    // The app may have written meanwhile: then nobody knows what was read.
    if (contents(stackTemplates) === before) last = { contents: before, report };
  } catch {
    // Nothing was left, or half of something.
    validator.validate({ stackTemplates: [] });
  }
}

/** Nothing when it cannot: who asked will find out why. */
function answer(stackTemplates) {
  try {
    const same = last?.contents === contents(stackTemplates);
    return { report: same ? last.report : validator.validate({ stackTemplates }), version: validator.version };
  } catch {
    return undefined;
  }
}

/** The stacks of the last synth, as CDK tells its validators of them. */
function leftBehind() {
  const { CloudAssembly, UNKNOWN_ACCOUNT, UNKNOWN_REGION } = ofApp('aws-cdk-lib/cx-api');
  return new CloudAssembly(output).stacksRecursively.map((stack) => ({
    stackConstructPath: stack.hierarchicalId,
    templatePath: stack.templateFullPath,
    accountId: stack.environment.account === UNKNOWN_ACCOUNT ? undefined : stack.environment.account,
    region: stack.environment.region === UNKNOWN_REGION ? undefined : stack.environment.region,
  }));
}

function contents(stackTemplates) {
  return JSON.stringify(stackTemplates.map((stack) => [stack, readFileSync(stack.templatePath, 'utf8')]));
}
