import { IntegTest } from '@aws-cdk/integ-tests-alpha';
import { App, Stack } from 'aws-cdk-lib/core';
import { blueGreen } from './scenarios';

const app = new App();
const stack = new Stack(app, 'BlueGreenAlb');
blueGreen(stack);
new IntegTest(app, 'Integ', { testCases: [stack] });
