// Loaded before an app that runs in a process of its own: its synthesis runs under the packs, with nothing said in the app.
const { App, Validations } = require('aws-cdk-lib/core');
const { nagPacks } = require('./nag-packs.cjs');

const { synth } = App.prototype;
App.prototype.synth = function synthUnderNag(options) {
  Validations.of(this).addPlugins(...nagPacks(this));
  return synth.call(this, options);
};
