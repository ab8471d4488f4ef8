import {
  AwsApiCall,
  ExpectedResult,
  type IApiCall,
  IntegTest,
  type WaiterStateMachineOptions,
} from '@aws-cdk/integ-tests-alpha';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { type App, Aspects, CfnResource, Stack } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';

/** A call to AWS, and the right that it takes. */
interface Question {
  /** As the AWS SDK for JavaScript names it, such as `RDS`. */
  readonly service: string;
  readonly api: string;
  readonly parameters?: Record<string, unknown>;
  /** The IAM action, such as `rds:DescribeDBClusters`. It is not always the name of the call. */
  readonly action: string;
  /** ARNs of what the action is allowed on. Default: everything, for actions that know no resource. */
  readonly on?: string[];
}

/** What integ-tests-alpha names its functions: the one that makes calls, and the one that makes them until they agree. */
const CALLER = /SingletonFunction1488541a[0-9a-f]+\/Role$/;
const WAITER = /SingletonFunction76b3e830[0-9a-f]+\/Role$/;

/**
 * An integration test with its questions to the deployed stacks. They are asked from a stack of their own, which is
 * never part of what is tested. The functions that ask may do that and no more: integ-tests-alpha alone allows each
 * call on every resource of the account.
 */
export class DeployedStacks {
  /** The stack that asks; probes stand in it. */
  public readonly questions: Stack;
  private readonly test: IntegTest;
  private readonly statements: object[] = [];

  /**
   * @param id name of the test.
   * @param stacks what is deployed, in this order.
   * @param region the one that the stacks name. Default: they name none, and the test runs in any.
   */
  constructor(app: App, id: string, stacks: Stack[], region?: string) {
    this.questions = new Stack(app, `${id}Questions`, { env: { region } });
    const regions = region === undefined ? undefined : [region];
    this.test = new IntegTest(app, id, { testCases: stacks, assertionStack: this.questions, regions });
    Aspects.of(this.questions).add({ visit: (node) => this.limit(node) });
  }

  /**
   * Asks once all stacks are there. `expect` and `assertAtPath` of the result say what must hold: the latter where the
   * answer is long, for CloudFormation takes 4 KB of it.
   */
  public ask({ service, api, parameters, action, on = ['*'] }: Question): IApiCall {
    this.statements.push({ Effect: 'Allow', Action: [action], Resource: on });
    return this.test.assertions.awsApiCall(service, api, parameters);
  }

  /**
   * Waits for what a log group is told.
   * @param stream pattern of the ARN of its first stream.
   * @param patience how long, and how often it is asked.
   */
  public expectLog(
    { logGroupName, logGroupArn }: ILogGroup,
    stream: string,
    patience: WaiterStateMachineOptions,
  ): void {
    this.ask({
      service: 'CloudWatchLogs',
      api: 'describeLogStreams',
      parameters: { logGroupName, limit: 1 },
      action: 'logs:DescribeLogStreams',
      on: [logGroupArn],
    })
      .assertAtPath('logStreams.0.arn', ExpectedResult.stringLikeRegexp(stream))
      .waitForAssertions(patience);
  }

  private limit(node: IConstruct): void {
    if (!CfnResource.isCfnResource(node) || node.cfnResourceType !== 'AWS::IAM::Role') return;
    const waiters = this.questions.node
      .findAll()
      .filter(CfnResource.isCfnResource)
      .filter(({ cfnResourceType }) => cfnResourceType === 'AWS::StepFunctions::StateMachine');
    const wait = { Effect: 'Allow', Action: ['states:StartExecution'], Resource: waiters.map(({ ref }) => ref) };
    if (CALLER.test(node.node.path)) allow(node, waiters.length > 0 ? [...this.statements, wait] : this.statements);
    if (WAITER.test(node.node.path)) allow(node, this.waitedFor());
  }

  private waitedFor(): object[] {
    const calls = this.questions.node.findAll().filter((node) => node instanceof AwsApiCall);
    return this.statements.filter((_statement, index) => calls[index]?.waiterProvider);
  }
}

function allow(role: CfnResource, statements: object[]): void {
  const document = { Version: '2012-10-17', Statement: statements };
  role.addPropertyOverride('Policies', [{ PolicyName: 'Questions', PolicyDocument: document }]);
}
