import type { Json, StackResource } from '@org/testing';
import { underTest } from './synthesized';

/** What it synthesizes with the suffix aa1. */
export const app = underTest.view();

/** A service of the app with what belongs to it. */
export interface ServiceParts {
  readonly service: StackResource;
  readonly task: StackResource;
  readonly container: Json;
  readonly targetGroup: StackResource;
  readonly securityGroup: StackResource;
  readonly taskRole: StackResource;
  readonly executionRole: StackResource;
}

export const paymentApi = serviceNamed('payment-api');
export const jobProcessor = serviceNamed('job-processor');
export const services = [paymentApi, jobProcessor];

/** Follows a value that must lead to a resource of this app. */
export function lead(value: unknown, from: StackResource): StackResource {
  const found = app.target(value, from);
  if (!found) throw new Error(`${from.logicalId}: ${JSON.stringify(value)} leads to no resource.`);
  return found;
}

/** The resources that a list of values leads to. */
export function leads(values: unknown[], from: StackResource): Set<StackResource> {
  return new Set(values.map((value) => lead(value, from)));
}

function serviceNamed(name: string): ServiceParts {
  const found = app.all('ECS::Service').filter(({ Properties }) => Properties.ServiceName.includes(name));
  const [service] = found;
  if (found.length !== 1 || !service) throw new Error(`Expected one service named ${name}, found ${found.length}.`);
  const task = lead(service.Properties.TaskDefinition, service);
  const [container, ...others] = task.Properties.ContainerDefinitions;
  const [attached, ...more] = service.Properties.LoadBalancers;
  const { SecurityGroups: groups } = service.Properties.NetworkConfiguration.AwsvpcConfiguration;
  if (others.length + more.length > 0 || groups.length !== 1) throw new Error(`${name} has more than one of a part.`);
  return {
    service,
    task,
    container,
    targetGroup: lead(attached.TargetGroupArn, service),
    securityGroup: lead(groups[0], service),
    taskRole: lead(task.Properties.TaskRoleArn, task),
    executionRole: lead(task.Properties.ExecutionRoleArn, task),
  };
}
