import { join } from 'node:path';
import { AppUnderTest, type AppView, type Json, type StackResource } from '@org/testing';

/** The app that these tests are about. */
export const underTest = new AppUnderTest(join(__dirname, '..'));

export const CONFIG_FILE = 'config/spot-microservices.json';

export const SERVICE_NAMES = ['payment-api', 'fraud-detection', 'notification-service'] as const;

export type ServiceName = (typeof SERVICE_NAMES)[number];

/** A service together with what it runs, as one name leads to it. */
export interface SynthesizedService {
  readonly name: ServiceName;
  readonly service: StackResource;
  readonly task: StackResource;
  readonly container: Json;
  readonly securityGroup: StackResource;
  readonly logGroup: StackResource;
  readonly repository: StackResource;
  readonly taskRole: StackResource;
  readonly executionRole: StackResource;
}

/** The services by the name of their container. */
export function servicesOf(app: AppView): SynthesizedService[] {
  return SERVICE_NAMES.map((name) => synthesizedService(app, name));
}

function synthesizedService(app: AppView, name: ServiceName): SynthesizedService {
  const found = (resource: StackResource | undefined) => {
    if (!resource) throw new Error(`The template of ${name} lacks a resource that its other ones should name.`);
    return resource;
  };
  const task = found(
    app.all('ECS::TaskDefinition').find(({ Properties }) => Properties.ContainerDefinitions[0].Name === name),
  );
  const service = found(app.all('ECS::Service').find((one) => app.target(one.Properties.TaskDefinition, one) === task));
  const [container] = task.Properties.ContainerDefinitions as Json[];
  const { SecurityGroups } = service.Properties.NetworkConfiguration.AwsvpcConfiguration;
  return {
    name,
    service,
    task,
    container: container as Json,
    securityGroup: found(app.target(SecurityGroups[0], service)),
    logGroup: found(app.target(container?.LogConfiguration.Options['awslogs-group'], task)),
    repository: found(app.target(container?.Image, task)),
    taskRole: found(app.target(task.Properties.TaskRoleArn, task)),
    executionRole: found(app.target(task.Properties.ExecutionRoleArn, task)),
  };
}
