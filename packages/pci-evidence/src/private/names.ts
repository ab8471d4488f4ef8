/** Name of the package, and the namespace in which CDK knows its rules. */
export const PLUGIN_NAME = '@org/pci-evidence';

export const STANDARD = 'PCI DSS 4.0.1';

/** Version of the package as it is installed. Required instead of read from the disk: bundlers take it along. */
export const PACKAGE_VERSION = (require('../../package.json') as { readonly version: string }).version;
