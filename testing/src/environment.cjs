const { mkdtempSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { setFlagsFromString } = require('node:v8');
const { TestEnvironment } = require('jest-environment-node');

// Every synth leaves an assembly in the folder for temporary files; here it goes with the worker.
const folder = mkdtempSync(join(tmpdir(), 'jest-worker-'));
process.env.TMPDIR = folder;
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));

// CDK's template validator loads a WebAssembly module at each synth: a second a test. Where a test wants it, it asks
// for it through `scan`; then its module is compiled once instead of twice, as in the apps (ADR 4).
process.env.CDK_VALIDATION = 'false';
setFlagsFromString('--liftoff-only');

/** CDK notes for each resource the line that made it. Mapping these traces to sources takes a fifth of a test run. */
const WITHOUT_TRACES = JSON.stringify({ 'aws:cdk:disable-creation-stack-traces': true });

/**
 * jest's own environment, with a way out to the modules that Node.js loads (native-modules.cjs). They see the real
 * process and console, so the tests do too. A test that looks at source lines asks for them in its first comment:
 * `@jest-environment-options {"creationTraces": true}`.
 */
module.exports = class extends TestEnvironment {
  constructor(config, context) {
    super(config, context);
    this.wantsTraces = Boolean(config.projectConfig.testEnvironmentOptions.creationTraces);
    if (this.wantsTraces) delete process.env.CDK_CONTEXT_JSON;
    else process.env.CDK_CONTEXT_JSON = WITHOUT_TRACES;
    this.global.process = process;
    this.global[Symbol.for('native-require')] = require;
    this.global[Symbol.for('native-console')] = console;
  }

  async setup() {
    await super.setup();
    // jest asks for 100 frames, and maps each to its source. CDK captures a stack at every acknowledgement.
    if (!this.wantsTraces) Error.stackTraceLimit = 10;
  }
};
