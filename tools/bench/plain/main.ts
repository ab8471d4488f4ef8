/** The platform of platform.ts, as an app of the bench: the difference to single-service is what the packages cost. */
import { App } from 'aws-cdk-lib/core';
import { plainPlatform } from './platform';

const app = new App({ autoSynth: false });
plainPlatform(app);
app.synth();
