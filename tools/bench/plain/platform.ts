import { Repository, TagMutability, TagStatus } from 'aws-cdk-lib/aws-ecr';
import { type App, Duration, RemovalPolicy, Stack, Tags } from 'aws-cdk-lib/core';
import { addAlarms } from './alarms';
import { createDatabase } from './database';
import { createLoadBalancer, routeTo } from './load-balancer';
import { createLogs } from './logs';
import { createNetwork } from './network';
import { createService } from './service';

/**
 * The platform of apps/single-service, written by hand on aws-cdk-lib alone, as somebody careful would who has read the
 * same requirements. It is no example: it warns of nothing, refuses nothing and proves nothing.
 */
export function plainPlatform(app: App): void {
  const env = { region: 'us-east-1' };
  const registry = new Stack(app, 'Registry', { env, stackName: 'registry-prod-dev1' });
  const repository = new Repository(registry, 'Payments', {
    repositoryName: 'repository-payments-prod-dev1',
    imageScanOnPush: true,
    imageTagMutability: TagMutability.IMMUTABLE,
    removalPolicy: RemovalPolicy.DESTROY,
    emptyOnDelete: true,
    lifecycleRules: [
      { rulePriority: 1, tagStatus: TagStatus.UNTAGGED, maxImageAge: Duration.days(7) },
      { rulePriority: 2, tagStatus: TagStatus.ANY, maxImageCount: 100 },
    ],
  });

  const stack = new Stack(app, 'SingleService', { env, stackName: 'single-service-prod-dev1' });
  const logs = createLogs(stack);
  const { vpc } = createNetwork(stack, logs.flowLogs);
  const database = createDatabase(stack, vpc);
  const workload = createService(stack, { vpc, repository, database, key: logs.key });
  const front = createLoadBalancer(stack, { vpc, bucket: logs.albLogs, key: logs.key });
  const targetGroup = routeTo(front, { vpc, service: workload.service });
  addAlarms(stack, { key: logs.key, database, workload, front, targetGroup });

  Tags.of(app).add('Environment', 'prod');
  Tags.of(app).add('Project', 'payments');
  Tags.of(app).add('ManagedBy', 'cdk');
}
