import { App, Stack } from 'aws-cdk-lib/core';
import { databaseIn } from './database';

databaseIn(new Stack(new App(), 'Payments', { env: { account: '123456789012', region: 'us-east-1' } }));
