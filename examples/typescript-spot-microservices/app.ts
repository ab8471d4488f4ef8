import { NamingConvention, StandardTags } from '@org/governance';
import { EvidenceMode, PciEvidence } from '@org/pci-evidence';
import { App } from 'aws-cdk-lib/core';
import { RegistryStack } from './registry-stack';
import { SpotMicroservicesStack } from './spot-microservices-stack';

const PLACEHOLDER = 'arn:aws:acm:us-east-1:123456789012:certificate/00000000-0000-0000-0000-000000000000';

const app = new App();
PciEvidence.attachTo(app, { mode: EvidenceMode.reportOnly() });
const context = (key: string, otherwise: string): string => app.node.tryGetContext(key) ?? otherwise;
const env = { region: 'us-east-1' };

const naming = NamingConvention.typeEnvironmentSuffix({
  environment: 'production',
  suffix: context('environmentSuffix', 'dev1'),
});
const registry = new RegistryStack(app, 'Registry', { env, stackName: naming.nameFor('registry') });
new SpotMicroservicesStack(app, 'SpotMicroservices', {
  env,
  stackName: naming.nameFor('spot-microservices'),
  repositories: registry.repositories,
  certificateArn: context('certificateArn', PLACEHOLDER),
  imageTag: context('imageTag', '1.0.0'),
});

naming.applyTo(app);
StandardTags.of({ Environment: 'production', Team: 'payments', CostCenter: 'engineering' }).applyTo(app);
