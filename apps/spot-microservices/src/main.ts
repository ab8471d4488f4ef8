import { CERTIFICATE_ALTERNATIVES, readConfig, runApp } from '@org/app-config';
import { NamingConvention, StandardTags } from '@org/governance';
import { CONTEXT_KEYS, schema } from './config';
import { RegistryStack } from './registry-stack';
import { SpotMicroservicesStack } from './spot-microservices-stack';

runApp((app) => {
  const config = readConfig({
    app,
    file: 'config/spot-microservices.json',
    schema,
    contextKeys: CONTEXT_KEYS,
    alternatives: CERTIFICATE_ALTERNATIVES,
  });
  const { environment, environmentSuffix: suffix, team, costCenter } = config;
  const env = { region: config.region }; // With an account CDK would look up its zones, and need credentials to synth.

  const naming = NamingConvention.typeEnvironmentSuffix({ environment, suffix });
  const registry = new RegistryStack(app, 'Registry', { env, stackName: naming.nameFor('registry') });
  new SpotMicroservicesStack(app, 'SpotMicroservices', {
    env,
    stackName: naming.nameFor('spot-microservices'),
    config,
    repositories: registry.repositories,
  });

  naming.applyTo(app);
  StandardTags.of({ Environment: environment, Team: team, CostCenter: costCenter }).applyTo(app);
});
