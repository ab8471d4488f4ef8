// Loaded before an app that runs in a process of its own: its synthesis runs under cdk-nag, with nothing said in the app.
const { App, Validations } = require('aws-cdk-lib/core');
const { AwsSolutionsChecks, HIPAASecurityChecks, NIST80053R5Checks, PCIDSS321Checks } = require('cdk-nag');

const { synth } = App.prototype;
/** CDK repeats a synthesis that failed, as the process ends. */
const attached = new WeakSet();

/** @param {import('aws-cdk-lib/core').StageSynthesisOptions} [options] */
App.prototype.synth = function synthUnderNag(options) {
  if (!attached.has(this)) {
    const packs = [AwsSolutionsChecks, NIST80053R5Checks, PCIDSS321Checks, HIPAASecurityChecks];
    Validations.of(this).addPlugins(...packs.map((Pack) => new Pack(this)));
  }
  attached.add(this);
  return synth.call(this, options);
};
