/**
 * The thread: CDK's own validator, as the app's aws-cdk-lib has it. It gets ready for the types of resources that apps
 * use, and on the templates that the last synth left, so that its engine is built and compiled when the app asks. A
 * template that the app writes anew is validated as soon as it is there, and one that stays the same has its report already.
 */
const { existsSync, mkdtempSync, readFileSync, rmSync, watch, writeFileSync } = require('node:fs');
const { createRequire } = require('node:module');
const { tmpdir } = require('node:os');
const { dirname, join } = require('node:path');
const { workerData } = require('node:worker_threads');
const typesOfApps = require('./types-of-apps.json');

const AFTER_EVERY_REQUEST = 2 ** 31 - 1;

const { answered, folder, output, port } = workerData;
// Whoever waits does not wait for a thread that is gone.
process.once('exit', () => wake(AFTER_EVERY_REQUEST));

const ofApp = createRequire(join(folder, 'main.js'));
const { CloudFormationValidatePlugin } = ofApp('aws-cdk-lib/core');

const validator = new CloudFormationValidatePlugin();
/** The report on each template alone, and what it is about. */
const reports = new Map();
/** The resource types that the engine has been built for. */
let engineTypes;

port.on('message', ({ expected, request, stackTemplates }) => {
  if (expected) return expect(expected);
  port.postMessage({ request, answer: answer(stackTemplates) });
  wake(request);
});
getReady();

function wake(request) {
  Atomics.store(answered, 0, request);
  Atomics.notify(answered, 0);
}

function getReady() {
  const stackTemplates = attempt(leftBehind) ?? [];
  const left = stackTemplates.flatMap(({ templatePath }) => attempt(() => resourceTypes(templatePath)) ?? []);
  attempt(() => buildEngine([...typesOfApps, ...left]));
  for (const stack of stackTemplates) attempt(() => reportOn(stack));
}

/** What the app is about to write: it may be there before the engine is. */
function expect({ resourceTypes, stackTemplates }) {
  const byPath = new Map(stackTemplates.map((stack) => [stack.templatePath, stack]));
  for (const place of new Set(stackTemplates.map(({ templatePath }) => dirname(templatePath))))
    attempt(() => watch(place, (_, file) => validateEarly(byPath.get(join(place, file ?? '')))).on('error', () => {}));
  attempt(() => buildEngine(resourceTypes));
}

/** Half a template is none yet: it will be heard of again. */
function validateEarly(stack) {
  if (stack) attempt(() => reportOn(stack));
}

/** Nothing when it cannot: who asked will find out why. */
function answer(stackTemplates) {
  return attempt(() => ({ report: joined(stackTemplates.map(reportOn)), version: validator.version }));
}

function reportOn(stack) {
  const about = contents(stack);
  const known = reports.get(stack.templatePath);
  if (known?.about === about) return known.report;
  const report = validator.validate({ stackTemplates: [stack] });
  // The app may have written meanwhile: then nobody knows what was read.
  if (contents(stack) === about) reports.set(stack.templatePath, { about, report });
  return report;
}

/** @throws SyntaxError for a template that is not whole. */
function contents(stack) {
  const template = readFileSync(stack.templatePath, 'utf8');
  JSON.parse(template);
  return JSON.stringify([stack, template]);
}

/** As CDK's validator joins what it finds in several templates. */
function joined(parts) {
  const violations = [];
  for (const { violatingResources, ...violation } of parts.flatMap((part) => part.violations)) {
    const same = violations.find(
      ({ ruleName, severity, description }) =>
        ruleName === violation.ruleName && severity === violation.severity && description === violation.description,
    );
    if (same) same.violatingResources.push(...violatingResources);
    else violations.push({ ...violation, violatingResources: [...violatingResources] });
  }
  return { success: parts.every((part) => part.success), violations };
}

/** CDK's validator builds its engine for the types of resources that it sees, and anew when there are others. */
function buildEngine(types) {
  if (engineTypes && types.every((type) => engineTypes.has(type))) return;
  const place = mkdtempSync(join(tmpdir(), 'resource-types-'));
  try {
    const templatePath = join(place, 'template.json');
    const resources = [...new Set(types)].map((Type, index) => [`R${index}`, { Type }]);
    writeFileSync(templatePath, JSON.stringify({ Resources: Object.fromEntries(resources) }));
    validator.validate({ stackTemplates: [{ stackConstructPath: '', templatePath }] });
    engineTypes = new Set(types);
  } finally {
    rmSync(place, { recursive: true });
  }
}

/** The stacks of the last synth, as CDK tells its validators of them. */
function leftBehind() {
  // To read what is not there would load a part of CDK first.
  if (!existsSync(join(output, 'manifest.json'))) return [];
  const { CloudAssembly, UNKNOWN_ACCOUNT, UNKNOWN_REGION } = ofApp('aws-cdk-lib/cx-api');
  return new CloudAssembly(output).stacksRecursively.map((stack) => ({
    stackConstructPath: stack.hierarchicalId,
    templatePath: stack.templateFullPath,
    accountId: stack.environment.account === UNKNOWN_ACCOUNT ? undefined : stack.environment.account,
    region: stack.environment.region === UNKNOWN_REGION ? undefined : stack.environment.region,
  }));
}

function resourceTypes(templatePath) {
  const { Resources = {} } = JSON.parse(readFileSync(templatePath, 'utf8'));
  return Object.values(Resources).map(({ Type }) => Type);
}

function attempt(step) {
  try {
    return step();
  } catch {
    return undefined;
  }
}
