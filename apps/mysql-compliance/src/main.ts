import { RegistryStack, readConfig, runApp } from '@org/app-kit';
import { NamingConvention, StandardTags } from '@org/governance';
import { PciEvidence } from '@org/pci-evidence';
import { SOURCE } from './config';
import { MysqlComplianceStack } from './mysql-compliance-stack';

runApp((app) => {
  PciEvidence.attachTo(app);
  const config = readConfig({ app, ...SOURCE });
  const env = { region: config.region }; // With an account CDK would look up its zones, and need credentials to synth.

  const naming = NamingConvention.typeSuffix({ suffix: config.environmentSuffix });
  const stackName = naming.nameFor('registry');
  const { repositories } = new RegistryStack(app, 'Registry', { images: ['payments'], env, stackName });
  new MysqlComplianceStack(app, 'MysqlCompliance', {
    env,
    stackName: naming.nameFor('mysql-compliance'),
    config,
    repository: repositories.payments,
  });

  naming.applyTo(app);
  const { environment, application, costCenter } = config;
  StandardTags.of({ Environment: environment, Application: application, CostCenter: costCenter }).applyTo(app);
});
