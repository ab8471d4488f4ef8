import { runApp } from '@org/app-kit';
import { EnvironmentBoundary, NamingConvention, StandardTags } from '@org/governance';
import { PciEvidence } from '@org/pci-evidence';
import { DefaultStackSynthesizer } from 'aws-cdk-lib/core';
import { PROJECT, REGION, SERVICE_CODE } from './definition';
import { selectedEnvironments } from './environments';
import { MultiEnvironmentStack } from './multi-environment-stack';

runApp((app) => {
  PciEvidence.attachTo(app);
  for (const { name: environment, config } of selectedEnvironments(app)) {
    const place = { environment, region: REGION, service: SERVICE_CODE };
    const naming = NamingConvention.environmentRegionService({ ...place, suffix: config.environmentSuffix });
    const stack = new MultiEnvironmentStack(app, environment, {
      env: { region: REGION },
      stackName: naming.nameFor('environment'),
      synthesizer: new DefaultStackSynthesizer({ qualifier: config.bootstrapQualifier }),
      terminationProtection: !config.allowDestroy,
      config,
    });
    naming.applyTo(stack);
    StandardTags.of({ Environment: environment, Project: PROJECT, ManagedBy: 'cdk' }).applyTo(stack);
    EnvironmentBoundary.of({ environment }).applyTo(stack);
  }
});
