import { type Environment, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { warnOfManyRules } from './private/rule-quota';
import { stackNameProblems } from './private/stack-names';
import { fail, requireMatch } from './private/validation';

/** Properties of `ServiceStacks`. */
export interface ServiceStacksProps {
  /**
   * Account and region of the stacks: those of the platform that the services stand on.
   * @default - those of the stage, or known only at deployment
   */
  readonly env?: Environment;

  /**
   * Whether CloudFormation refuses to delete the stacks.
   * @default false
   */
  readonly terminationProtection?: boolean;
}

/** How the stack of one service is called. */
export interface ServiceStackOptions {
  /**
   * Its name in CloudFormation: a letter, then letters, digits and hyphens, at most 128. Under another name the service
   * is deployed a second time, and the stack with the former name stays until somebody deletes it. A name that another
   * stack of the app has in the same account and region is an error at synthesis.
   * @default - the ids of its path, joined by hyphens
   */
  readonly stackName?: string;
}

/** What CloudFormation lets a stack be called, with room for the path before it. */
const NAME = /^[A-Za-z][A-Za-z0-9-]{0,63}$/;
const STACK_NAME = /^[A-Za-z][A-Za-z0-9-]{0,127}$/;

/**
 * The stacks of many services, one each. CloudFormation takes 500 resources in a stack, which is about 20 services; in a
 * stack of its own a service comes and goes without another one moving, and is deployed and taken back by itself.
 *
 * A service stands in its stack with whatever is its own: roles, rules, alarms, queues. Network, cluster, load balancer and
 * databases stand in stacks before it. The construct belongs beside these, in an app or a stage, and warns of security
 * groups with more rules than Amazon EC2 takes.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
 */
export class ServiceStacks extends Construct {
  private readonly env?: Environment;
  private readonly terminationProtection?: boolean;

  constructor(scope: Construct, id: string, props: ServiceStacksProps = {}) {
    super(scope, id);
    const around = this.node.scopes.find((construct) => Stack.isStack(construct));
    if (around) {
      fail(
        this,
        `\`scope\` must be an app or a stage, got: something in the stack '${around.node.path}'. ` +
          'Services stand beside the stacks that they need, so that these change without them.',
      );
    }
    this.env = props.env;
    this.terminationProtection = props.terminationProtection;
    this.node.addValidation({
      validate: () => {
        warnOfManyRules(this);
        return stackNameProblems(this);
      },
    });
  }

  /**
   * Adds the stack of one service.
   * @param name the service, which names the stack for good: a letter, then letters, digits and hyphens, at most 64. A second
   * stack of the same name is an error.
   * @param options how the stack is called in CloudFormation.
   */
  public addStack(name: string, options: ServiceStackOptions = {}): Stack {
    requireMatch(this, 'name', name, NAME, 'a letter, then letters, digits and hyphens, at most 64 characters');
    if (this.node.tryFindChild(name)) {
      fail(this, `\`name\` must be unique, got: '${name}' a second time. Keep the stack that the first call returned.`);
    }
    // CDK would add a hash to the name of a stack that does not stand directly in the app.
    const stackName = options.stackName ?? [...this.node.path.split('/'), name].join('-');
    const allowed =
      'a letter, then letters, digits and hyphens, at most 128 characters, which the ids of the path make unless it is given';
    requireMatch(this, 'stackName', stackName, STACK_NAME, allowed);
    return new Stack(this, name, { env: this.env, terminationProtection: this.terminationProtection, stackName });
  }
}
