import { onlyResource } from '@org/testing';
import { Secret } from 'aws-cdk-lib/aws-ecs';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Lazy, Token } from 'aws-cdk-lib/core';
import type { ServiceContainer } from '../src';
import { serviceStack } from './fixture';

const refused = (container: Partial<ServiceContainer>, message: string) =>
  expect(() => serviceStack({ container })).toThrow(new Error(`Stack/payments: ${message}`));

test.each([80, 1023, 65536, 8080.5, Number.NaN])('refuses port %d', (port) => {
  refused(
    { port },
    `\`container.port\` must be a whole number from 1024 to 65535, got: ${port}. ` +
      'The process is not root and cannot open a lower port: let it listen on 8080.',
  );
});

test.each([1024, 65535])('takes port %d', (port) => {
  expect(() => serviceStack({ container: { port } })).not.toThrow();
});

describe('names of environment variables', () => {
  const withVariable = (name: string) =>
    serviceStack((stack) => ({
      container: {
        secrets: { [name]: Secret.fromSsmParameter(StringParameter.fromStringParameterName(stack, 'P', '/p')) },
      },
    }));

  test.each(['', '1_A', 'DB-HOST', 'a b', 'DB.HOST'])("refuses '%s'", (name) => {
    expect(() => withVariable(name)).toThrow(
      new Error(
        `Stack/payments: \`container.secrets\` must be named by letters, digits and underscores, got: '${name}'.`,
      ),
    );
  });

  test.each(['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN', 'ECS_ENGINE_AUTH_DATA'])(
    'refuses credentials of AWS: %s',
    (name) => {
      expect(() => withVariable(name)).toThrow(
        new Error(
          `Stack/payments: \`container.secrets\` must not hold credentials of AWS, got: '${name}'. ` +
            "Grant the permission to the service's task role instead.",
        ),
      );
    },
  );
});

test.each(['root', '0', '00', '0:1000', 'root:staff'])("refuses to run as '%s'", (user) => {
  refused({ user }, `\`container.user\` must not be root, got: '${user}'. Use for example '1000:1000'.`);
});

test.each(['', 'Ann', '1000:', '1000:1000:1000', 'a b'])("refuses the user '%s'", (user) => {
  refused({ user }, `\`container.user\` must be 'uid', 'uid:gid' or names, got: '${user}'.`);
});

test.each(['10', '1000:0', 'rooty', 'app:app', '_svc', '01'])("takes the user '%s'", (user) => {
  expect(() => serviceStack({ container: { user } })).not.toThrow();
});

test.each(['/', 'tmp', '/tmp/', '/a//b', '', '/a:b'])("refuses the writable path '%s'", (path) => {
  refused(
    { writablePaths: [path] },
    `\`container.writablePaths\` must be absolute paths below /, with no / at the end, got: '${path}'.`,
  );
});

test.each(['/tmp/../etc', '/./etc'])("refuses the writable path '%s'", (path) => {
  refused({ writablePaths: [path] }, `\`container.writablePaths\` must hold no '.' and no '..', got: '${path}'.`);
});

test('refuses the same path twice', () => {
  refused(
    { writablePaths: ['/tmp', '/tmp'] },
    "`container.writablePaths` must hold each path once, got: '/tmp' twice.",
  );
});

test('passes values that are known at deployment only', () => {
  const number = Token.asNumber(Lazy.any({ produce: () => ({ Ref: 'Parameter' }) }));
  const text = Token.asString({ Ref: 'Parameter' });
  const { stack } = serviceStack({
    container: { port: number, user: text, writablePaths: [text] },
    desiredCount: number,
  });
  const service = onlyResource(stack, 'AWS::ECS::Service').Properties;
  const [container] = onlyResource(stack, 'AWS::ECS::TaskDefinition').Properties.ContainerDefinitions;
  const ref = { Ref: 'Parameter' };
  expect(service).toMatchObject({ DesiredCount: ref });
  expect(container).toMatchObject({ User: ref, PortMappings: [{ ContainerPort: ref }] });
  expect(container.MountPoints).toMatchObject([{ ContainerPath: ref }]);
});
