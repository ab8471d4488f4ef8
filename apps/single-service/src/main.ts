import { RegistryStack, readConfig, runApp } from '@org/app-kit';
import { NamingConvention, StandardTags } from '@org/governance';
import { PciEvidence } from '@org/pci-evidence';
import { RemovalPolicy } from 'aws-cdk-lib/core';
import { sourceOf } from './config';
import { SingleServiceStack } from './single-service-stack';

runApp((app) => {
  PciEvidence.attachTo(app);
  const config = readConfig(sourceOf(app));
  const { environment, environmentSuffix: suffix, project, removalPolicy } = config;
  const env = { region: config.region }; // With an account CDK would look up its zones, and need credentials to synth.

  const naming = NamingConvention.typeEnvironmentSuffix({ environment, suffix });
  const shared = { env, terminationProtection: removalPolicy === RemovalPolicy.RETAIN };
  const stackName = naming.nameFor('registry');
  const images = ['payments'] as const;
  const { repositories } = new RegistryStack(app, 'Registry', { ...shared, stackName, images, removalPolicy });
  new SingleServiceStack(app, 'SingleService', {
    ...shared,
    stackName: naming.nameFor('single-service'),
    config,
    repository: repositories.payments,
  });

  naming.applyTo(app);
  StandardTags.of({ Environment: environment, Project: project, ManagedBy: 'cdk' }).applyTo(app);
});
