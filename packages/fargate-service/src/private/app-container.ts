import {
  AwsLogDriverMode,
  Capability,
  type ContainerDefinition,
  type FargateTaskDefinition,
  LinuxParameters,
  LogDriver,
} from 'aws-cdk-lib/aws-ecs';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { Duration, Size } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { ContainerHealthCheck } from '../container-health-check';
import type { ServiceContainer } from '../service-container';

/** Where a container stands, and what the service decides for it. */
interface Surroundings {
  /** The construct that errors and warnings name. */
  readonly owner: IConstruct;
  /** The name that the container carries, so that a console and a log stream show what it is. */
  readonly name: string;
  readonly portName?: string;
  readonly logGroup: ILogGroup;
}

/** The longest that Fargate waits between SIGTERM and SIGKILL, and the notice that Spot gives: payments in flight finish. */
const STOP_TIMEOUT = Duration.seconds(120);

/** A stalled log service must not stall payments: what is logged meanwhile waits in this buffer. */
const LOG_BUFFER = Size.mebibytes(25);

/** Adds the hardened container of a service. */
export function addAppContainer(
  task: FargateTaskDefinition,
  { image, port, healthCheck, secrets, user, writablePaths }: ServiceContainer,
  { owner, name, portName, logGroup }: Surroundings,
): ContainerDefinition {
  const linuxParameters = new LinuxParameters(task, 'Linux', { initProcessEnabled: true });
  linuxParameters.dropCapabilities(Capability.ALL);
  const container = task.addContainer('Container', {
    containerName: name,
    image,
    essential: true,
    readonlyRootFilesystem: true,
    user: user ?? '1000:1000',
    linuxParameters,
    portMappings: [{ containerPort: port, name: portName }],
    healthCheck: (healthCheck ?? ContainerHealthCheck.http())._bind(owner, port),
    secrets,
    stopTimeout: STOP_TIMEOUT,
    logging: LogDriver.awsLogs({
      logGroup,
      streamPrefix: name,
      mode: AwsLogDriverMode.NON_BLOCKING,
      maxBufferSize: LOG_BUFFER,
    }),
  });
  (writablePaths ?? []).forEach((containerPath, index) => {
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
