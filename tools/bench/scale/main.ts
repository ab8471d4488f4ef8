/** The platform of platform.ts with as many services as the context key `services` says, as an app of the bench. */
import { PciEvidence } from '@org/pci-evidence';
import { App } from 'aws-cdk-lib/core';
import { scalePlatform } from './platform';

const app = new App({ autoSynth: false });
PciEvidence.attachTo(app);
scalePlatform(
  app,
  Array.from({ length: Number(app.node.tryGetContext('services')) }, (_, index) => index),
);
app.synth();
