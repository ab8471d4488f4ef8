import {
  AwsLogDriverMode,
  Capability,
  type ContainerDefinition,
  type ContainerImage,
  type FargateTaskDefinition,
  type HealthCheck,
  LinuxParameters,
  LogDriver,
  type Secret,
} from 'aws-cdk-lib/aws-ecs';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { Duration, Size } from 'aws-cdk-lib/core';

interface AppContainerProps {
  readonly image: ContainerImage;
  readonly port: number;
  readonly portName?: string;
  readonly user: string;
  readonly writablePaths: string[];
  readonly secrets?: { [name: string]: Secret };
  readonly healthCheck?: HealthCheck;
  readonly logGroup: ILogGroup;
}

/** The longest that Fargate waits between SIGTERM and SIGKILL, and the notice that Spot gives: payments in flight finish. */
const STOP_TIMEOUT = Duration.seconds(120);

/** A stalled log service must not stall payments: what is logged meanwhile waits in this buffer. */
const LOG_BUFFER = Size.mebibytes(25);

/** Adds the hardened container of a service; it carries `name`, so that a console and a log stream show what it is. */
export function addAppContainer(
  task: FargateTaskDefinition,
  name: string,
  props: AppContainerProps,
): ContainerDefinition {
  const linuxParameters = new LinuxParameters(task, 'Linux', { initProcessEnabled: true });
  linuxParameters.dropCapabilities(Capability.ALL);
  const container = task.addContainer('Container', {
    containerName: name,
    image: props.image,
    essential: true,
    readonlyRootFilesystem: true,
    user: props.user,
    linuxParameters,
    portMappings: [{ containerPort: props.port, name: props.portName }],
    healthCheck: props.healthCheck,
    secrets: props.secrets,
    stopTimeout: STOP_TIMEOUT,
    logging: LogDriver.awsLogs({
      logGroup: props.logGroup,
      streamPrefix: name,
      mode: AwsLogDriverMode.NON_BLOCKING,
      maxBufferSize: LOG_BUFFER,
    }),
  });
  props.writablePaths.forEach((containerPath, index) => {
    const sourceVolume = `writable-${index}`;
    task.addVolume({ name: sourceVolume });
    container.addMountPoints({ containerPath, sourceVolume, readOnly: false });
  });
  return container;
}

/** A container's name from a construct's id, in the characters that ECS allows. */
export function containerNameOf(id: string): string {
  return id.replace(/[^A-Za-z0-9_-]/g, '-').slice(0, 255);
}
