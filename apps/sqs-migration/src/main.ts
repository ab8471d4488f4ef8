import { readConfig, runApp } from '@org/app-kit';
import { NamingConvention, StandardTags } from '@org/governance';
import { PciEvidence } from '@org/pci-evidence';
import { SOURCE } from './config';
import { TapStack } from './tap-stack';

runApp((app) => {
  PciEvidence.attachTo(app);
  const config = readConfig({ app, ...SOURCE });

  const naming = NamingConvention.typeSuffix({ suffix: config.environmentSuffix });
  new TapStack(app, 'TapStack', {
    env: { region: config.region }, // With an account CDK would look up its zones, and need credentials to synth.
    stackName: naming.nameFor('sqs-migration'),
    config,
    naming,
  });

  naming.applyTo(app);
  StandardTags.of({ Environment: config.environment, MigrationBatch: config.migrationBatch }).applyTo(app);
});
