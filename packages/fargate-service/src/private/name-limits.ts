import type { CfnService, CfnTaskDefinition, FargateService } from 'aws-cdk-lib/aws-ecs';
import type { CfnRole } from 'aws-cdk-lib/aws-iam';
import { Token } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';

/** The L1 of a service, to which names and load balancers are added from outside. */
export function cfnServiceOf(service: FargateService): CfnService {
  return service.node.findChild('Service') as CfnService;
}

/** Names that an aspect or an author set, and that AWS would refuse at deployment. */
export function nameProblems(service: FargateService, ...roles: IConstruct[]): string[] {
  const task = service.taskDefinition.node.defaultChild as CfnTaskDefinition;
  return [
    ...problem('serviceName', cfnServiceOf(service).serviceName, /^[A-Za-z0-9_-]{1,255}$/, 255),
    ...problem('family', task.family, /^[A-Za-z0-9_-]{1,255}$/, 255),
    ...roles.flatMap(({ node }) =>
      // A role that Role.customizeRoles() left to somebody else has no L1.
      problem('roleName', (node.defaultChild as CfnRole | undefined)?.roleName, /^[\w+=,.@-]{1,64}$/, 64),
    ),
  ];
}

function problem(what: string, name: string | undefined, pattern: RegExp, length: number): string[] {
  if (name === undefined || Token.isUnresolved(name) || pattern.test(name)) return [];
  return [
    `\`${what}\` must be 1 to ${length} characters that AWS allows (${pattern.source}), got: '${name}' ` +
      `(${name.length} characters).`,
  ];
}
