import { CfnService, CfnTaskDefinition } from 'aws-cdk-lib/aws-ecs';
import { CfnRole } from 'aws-cdk-lib/aws-iam';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { App, Aspects, Aws } from 'aws-cdk-lib/core';
import { type Built, serviceStack } from './fixture';

/** Names set from outside, as a naming convention does. */
function named(name: string, build: (built: Built) => void = () => undefined): App {
  const app = new App();
  const built = serviceStack({}, app);
  const { stack } = built;
  build(built);
  Aspects.of(stack).add({
    visit: (node) => {
      if (node instanceof CfnService) node.serviceName = name;
      if (node instanceof CfnTaskDefinition) node.family = name;
      if (node instanceof CfnRole) node.roleName = name;
    },
  });
  return app;
}

test.each(['service-prod-aa1', 'x'.repeat(64), `service-${Aws.ACCOUNT_ID}`])(
  'takes names within the limits (%#)',
  (name) => {
    expect(() => named(name).synth()).not.toThrow();
  },
);

test.each([
  ['serviceName', 'x'.repeat(256), '255 characters that AWS allows (^[A-Za-z0-9_-]{1,255}$)'],
  ['family', 'x'.repeat(256), '255 characters that AWS allows (^[A-Za-z0-9_-]{1,255}$)'],
  ['roleName', 'x'.repeat(65), '64 characters that AWS allows (^[\\w+=,.@-]{1,64}$)'],
  ['serviceName', 'pay ments', '255 characters that AWS allows (^[A-Za-z0-9_-]{1,255}$)'],
  ['roleName', 'pay/ments', '64 characters that AWS allows (^[\\w+=,.@-]{1,64}$)'],
])('refuses a %s that AWS refuses (%#)', (what, name, allowed) => {
  expect(() => named(name).synth()).toThrow(
    `[Stack/payments] \`${what}\` must be 1 to ${allowed}, got: '${name}' (${name.length} characters).`,
  );
});

test('looks at the roles of a redeployment, which come later, as well', () => {
  const app = named('x'.repeat(65), ({ stack, service }) => service.redeployOnChange(new Secret(stack, 'Password')));
  const problem = /`roleName` must be 1 to 64 characters/g;
  const message = () => {
    try {
      app.synth();
      return '';
    } catch (error) {
      return String(error);
    }
  };
  expect(message().match(problem)).toHaveLength(4);
});
