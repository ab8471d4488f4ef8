import { IntegTest } from '@aws-cdk/integ-tests-alpha';
import { App, Stack } from 'aws-cdk-lib/core';
import { byDefault } from './scenarios';

const app = new App();
const stack = new Stack(app, 'AuditedAlb');
byDefault(stack);
new IntegTest(app, 'Integ', { testCases: [stack] });
