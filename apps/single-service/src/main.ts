import { RegistryStack, readConfig, runApp } from '@org/app-kit';
import { NamingConvention, StandardTags } from '@org/governance';
import { SOURCE } from './config';
import { SingleServiceStack } from './single-service-stack';

runApp((app) => {
  const config = readConfig({ app, ...SOURCE });
  const { environment, environmentSuffix: suffix, project } = config;
  const env = { region: config.region }; // With an account CDK would look up its zones, and need credentials to synth.

  const naming = NamingConvention.typeEnvironmentSuffix({ environment, suffix });
  const stackName = naming.nameFor('registry');
  const { repositories } = new RegistryStack(app, 'Registry', { images: ['payments'], env, stackName });
  new SingleServiceStack(app, 'SingleService', {
    env,
    stackName: naming.nameFor('single-service'),
    config,
    repository: repositories.payments,
  });

  naming.applyTo(app);
  StandardTags.of({ Environment: environment, Project: project, ManagedBy: 'cdk' }).applyTo(app);
});
