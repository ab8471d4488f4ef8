import type { FargateService } from 'aws-cdk-lib/aws-ecs';
import { Match, Rule } from 'aws-cdk-lib/aws-events';
import { SfnStateMachine } from 'aws-cdk-lib/aws-events-targets';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import { DefinitionBody, type IChainable, JsonPath, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { CallAwsService } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Duration, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { PolicyConditions } from '../policy-conditions';
import { acknowledge, ONE_CALL_NEEDS_NO_TRACE } from './acknowledgements';
import { ExactRole } from './exact-role';
import { maySame } from './may-same';
import { fail } from './validation';

interface RedeployedService {
  readonly service: FargateService;
  readonly clusterName: string;
  readonly conditions: PolicyConditions | undefined;
}

/** Deploys one service anew when secrets change, without a Lambda function: a state machine makes the one call. */
export class SecretRedeployment extends Construct {
  private readonly target: SfnStateMachine;
  private readonly secrets: string[] = [];

  constructor(
    private readonly owner: Construct,
    id: string,
    { service, clusterName, conditions }: RedeployedService,
  ) {
    super(owner, id);
    const role = new ExactRole(this, 'Role', {
      description: 'Deploys the service anew when a secret of it has changed',
      conditions,
      assumedBy: ofThisAccount(this, 'states.amazonaws.com'),
    });
    const machine = new StateMachine(this, 'StateMachine', {
      role,
      timeout: Duration.hours(1),
      definitionBody: DefinitionBody.fromChainable(this.deploy(service, clusterName)),
    });
    acknowledge(machine, ONE_CALL_NEEDS_NO_TRACE);
    const start = new ExactRole(this, 'EventRole', {
      description: 'Starts the deployment when a secret has changed',
      conditions,
      assumedBy: ofThisAccount(this, 'events.amazonaws.com'),
    });
    this.target = new SfnStateMachine(machine, { role: start });
  }

  /** Adds a rule for a secret, whose event carries its whole ARN. */
  public add(secret: ISecret): void {
    const arn = secret.secretFullArn;
    if (arn === undefined) {
      fail(
        this.owner,
        `\`secret\` must be known by its whole ARN, got: '${secret.node.path}'. Use Secret.fromSecretCompleteArn().`,
      );
    }
    this.requireHere(secret);
    if (this.secrets.includes(arn)) return;
    this.secrets.push(arn);
    new Rule(this, this.secrets.length === 1 ? 'Changed' : `Changed${this.secrets.length}`, {
      description: 'A secret of the service has changed: its tasks are replaced',
      eventPattern: {
        source: ['aws.secretsmanager'],
        detailType: ['Secret Label Updated'],
        resources: [arn],
        detail: { labelUpdated: Match.exactString('AWSCURRENT') },
      },
      targets: [this.target],
    });
  }

  private requireHere({ node, env }: ISecret): void {
    const { account, region } = Stack.of(this);
    if (maySame(env.account, account) && maySame(env.region, region)) return;
    fail(
      this.owner,
      `\`secret\` must be of the service's account and region (${account}, ${region}), because its events stay where it is, ` +
        `got: '${node.path}' of ${env.account}, ${env.region}. Force a deployment from there instead.`,
    );
  }

  private deploy(service: FargateService, clusterName: string): IChainable {
    const call = new CallAwsService(this, 'Deploy', {
      service: 'ecs',
      action: 'updateService',
      iamAction: 'ecs:UpdateService',
      iamResources: [service.serviceArn],
      parameters: { Cluster: clusterName, Service: service.serviceArn, ForceNewDeployment: true },
      resultPath: JsonPath.DISCARD,
    });
    return call.addRetry({ errors: ['States.ALL'], interval: Duration.seconds(30), backoffRate: 2, maxAttempts: 6 });
  }
}

/** A service that acts for resources of this account alone (confused deputy). */
function ofThisAccount(scope: Construct, service: string): ServicePrincipal {
  return new ServicePrincipal(service, {
    conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(scope).account } },
  });
}
