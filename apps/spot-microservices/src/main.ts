import { RegistryStack, readConfig, runApp } from '@org/app-kit';
import { NamingConvention, StandardTags } from '@org/governance';
import { PciEvidence } from '@org/pci-evidence';
import { SERVICE_NAMES, SOURCE } from './config';
import { SpotMicroservicesStack } from './spot-microservices-stack';

runApp((app) => {
  PciEvidence.attachTo(app);
  const config = readConfig({ app, ...SOURCE });
  const { environment, environmentSuffix: suffix, team, costCenter } = config;
  const env = { region: config.region }; // With an account CDK would look up its zones, and need credentials to synth.

  const naming = NamingConvention.typeEnvironmentSuffix({ environment, suffix });
  const stackName = naming.nameFor('registry');
  const { repositories } = new RegistryStack(app, 'Registry', { images: SERVICE_NAMES, env, stackName });
  new SpotMicroservicesStack(app, 'SpotMicroservices', {
    env,
    stackName: naming.nameFor('spot-microservices'),
    config,
    repositories,
  });

  naming.applyTo(app);
  StandardTags.of({ Environment: environment, Team: team, CostCenter: costCenter }).applyTo(app);
});
