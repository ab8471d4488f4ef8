import { CERTIFICATE_ALTERNATIVES, readConfig, runApp } from '@org/app-config';
import { NamingConvention, StandardTags } from '@org/governance';
import { CONTEXT_KEYS, schema } from './config';
import { TapStack } from './tap-stack';

runApp((app) => {
  const config = readConfig({
    app,
    file: 'config/sqs-migration.json',
    schema,
    contextKeys: CONTEXT_KEYS,
    alternatives: CERTIFICATE_ALTERNATIVES,
  });

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
