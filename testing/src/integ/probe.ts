import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ExpectedResult, Match } from '@aws-cdk/integ-tests-alpha';
import type { Connections, IConnectable, IVpc, SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Duration, RemovalPolicy } from 'aws-cdk-lib/core';
import type { DeployedStacks } from './deployed-stacks';

const SOURCE = readFileSync(join(__dirname, 'probe-function.cjs'), 'utf8');

interface ProbeProps {
  /** The network in which it stands. Default: on the internet. */
  readonly vpc?: IVpc;
  readonly vpcSubnets?: SubnetSelection;
  /** Certificate, in PEM, of who signed those of HTTPS servers. Default: what Node.js trusts. */
  readonly ca?: string;
}

/** A client in a network, or on the internet, that tries addresses: see probe-function.cjs. */
export class Probe implements IConnectable {
  private readonly client: LambdaFunction;

  constructor(
    private readonly deployed: DeployedStacks,
    id: string,
    { ca, ...place }: ProbeProps = {},
  ) {
    this.client = new LambdaFunction(deployed.questions, id, {
      ...place,
      runtime: Runtime.NODEJS_22_X,
      handler: 'index.handler',
      code: Code.fromInline(SOURCE),
      environment: ca === undefined ? undefined : { CA: ca },
      timeout: Duration.seconds(30),
      logGroup: new LogGroup(deployed.questions, `${id}Logs`, {
        retention: RetentionDays.ONE_DAY,
        removalPolicy: RemovalPolicy.DESTROY,
      }),
    });
  }

  public get connections(): Connections {
    return this.client.connections;
  }

  /** `open`, or `failed: ` and why, such as `TIMEOUT` where a security group drops what comes. */
  public expectPort(host: string, port: number, outcome: string): void {
    this.go({ way: 'tcp', host, port }, outcome);
  }

  /** Status and target of what answers; `name` is the one that clients use and the certificate has. */
  public expectAnswer(url: string, outcome: string, name?: string): void {
    this.go({ way: 'request', url, name }, outcome);
  }

  /** How far a stranger gets at a PostgreSQL server: `asks for the password`, or `refused: ` and the code. */
  public expectPostgres(host: string, port: number, encrypted: boolean, outcome: string): void {
    this.go({ way: 'postgres', host, port, encrypted }, outcome);
  }

  /** Again and again: a name that was just made is not known everywhere yet. */
  private go(payload: object, outcome: string): void {
    this.deployed
      .ask({
        service: 'Lambda',
        api: 'invoke',
        parameters: { FunctionName: this.client.functionName, Payload: JSON.stringify(payload) },
        action: 'lambda:InvokeFunction',
        on: [this.client.functionArn],
      })
      .expect(ExpectedResult.objectLike({ Payload: Match.stringLikeRegexp(`^"?${outcome}"?$`) }))
      .waitForAssertions({ totalTimeout: Duration.minutes(5), interval: Duration.seconds(15) });
  }
}
