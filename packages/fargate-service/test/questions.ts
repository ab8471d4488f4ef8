import { ExpectedResult } from '@aws-cdk/integ-tests-alpha';
import { Duration } from 'aws-cdk-lib/core';
import type { DeployedStacks } from '../../../testing/src/integ';
import type { FargateService } from '../src';

/** What every service of this package must hold once it is there. */
export function askAbout(deployed: DeployedStacks, { service, taskDefinition, logGroup }: FargateService): void {
  const describe = {
    service: 'ECS',
    api: 'describeServices',
    parameters: { cluster: service.cluster.clusterName, services: [service.serviceName] },
    action: 'ecs:DescribeServices',
    on: [service.serviceArn],
  };
  const patience = { totalTimeout: Duration.minutes(10), interval: Duration.seconds(15) };
  for (const [path, value] of Object.entries({
    'deployments.0.rolloutState': 'COMPLETED',
    'deploymentConfiguration.deploymentCircuitBreaker.rollback': true,
    'networkConfiguration.awsvpcConfiguration.assignPublicIp': 'DISABLED',
    enableExecuteCommand: service.cluster.executeCommandConfiguration !== undefined,
  })) {
    const whole = `services.0.${path}`;
    deployed.ask(describe).assertAtPath(whole, ExpectedResult.exact(value)).waitForAssertions(patience);
  }
  const container = 'taskDefinition.containerDefinitions.0.readonlyRootFilesystem';
  deployed
    .ask({
      service: 'ECS',
      api: 'describeTaskDefinition',
      parameters: { taskDefinition: taskDefinition.taskDefinitionArn },
      action: 'ecs:DescribeTaskDefinition',
    })
    .assertAtPath(container, ExpectedResult.exact(true));
  // What the tasks say arrives, so they have pulled their image, started, and may write.
  deployed.expectLog(logGroup, ':log-stream:', patience);
}
