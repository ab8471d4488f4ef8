import { CERTIFICATE_ALTERNATIVES, readConfig, runApp } from '@org/app-config';
import { NamingConvention, StandardTags } from '@org/governance';
import { CONTEXT_KEYS, schema } from './config';
import { RegistryStack } from './registry-stack';
import { SingleServiceStack } from './single-service-stack';

runApp((app) => {
  const config = readConfig({
    app,
    file: 'config/single-service.json',
    schema,
    contextKeys: CONTEXT_KEYS,
    alternatives: CERTIFICATE_ALTERNATIVES,
  });
  const { environment, environmentSuffix: suffix, project } = config;
  const env = { region: config.region }; // With an account CDK would look up its zones, and need credentials to synth.

  const naming = NamingConvention.typeEnvironmentSuffix({ environment, suffix });
  const registry = new RegistryStack(app, 'Registry', { env, stackName: naming.nameFor('registry') });
  new SingleServiceStack(app, 'SingleService', {
    env,
    stackName: naming.nameFor('single-service'),
    config,
    repository: registry.repository,
  });

  naming.applyTo(app);
  StandardTags.of({ Environment: environment, Project: project, ManagedBy: 'cdk' }).applyTo(app);
});
