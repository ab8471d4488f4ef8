// Loaded before an app that runs in a process of its own: what the app costs without pci-evidence.
const { Validations } = require('aws-cdk-lib/core');

const { addPlugins } = Validations.prototype;

/** @param {...import('aws-cdk-lib/core').IPolicyValidationPlugin} plugins */
Validations.prototype.addPlugins = function addOthers(...plugins) {
  return addPlugins.apply(
    this,
    plugins.filter(({ name }) => name !== '@org/pci-evidence'),
  );
};
