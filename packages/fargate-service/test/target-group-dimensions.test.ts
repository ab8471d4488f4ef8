import { ApplicationTargetGroup } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { App, Stack } from 'aws-cdk-lib/core';
import { Scaling } from '../src';
import { importedVpc, serviceStack } from './fixture';

const ARN = 'arn:aws:elasticloadbalancing:us-east-1:111122223333:targetgroup/theirs/0123456789abcdef';
const message = (prop: string, path: string) =>
  `Stack/payments: \`${prop}\` must have a target group behind a load balancer, got: '${path}', to which no listener leads. ` +
  'Add it to one, or import it with `loadBalancerArns`.';

test('scaling on the requests of a target group that no listener leads to', () => {
  const app = new App();
  const { stack, service } = serviceStack({ scaling: Scaling.between(2, 4).onRequests(100) }, app);
  new ApplicationTargetGroup(stack, 'Targets', {
    vpc: importedVpc(new Stack(app, 'Elsewhere')),
    port: 8080,
    targets: [service],
  });
  expect(() => app.synth()).toThrow(message('scaling.onRequests', 'Stack/Targets'));
});

test('alarms on an imported target group whose load balancer is not known', () => {
  const app = new App();
  const { stack, service } = serviceStack({}, app);
  const targetGroup = ApplicationTargetGroup.fromTargetGroupAttributes(stack, 'Theirs', { targetGroupArn: ARN });
  service.addAlarms({ targetGroup });
  expect(() => app.synth()).toThrow(message('targetGroup', 'Stack/Theirs'));
});
