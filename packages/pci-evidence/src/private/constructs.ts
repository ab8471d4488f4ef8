import { CfnResource, Stack } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import type { Acknowledgement } from '../acknowledgement';
import { acknowledgementsOn } from './acknowledgements';
import { sourceLine } from './source-line';
import type { Resource } from './template/template';

/** An acknowledgement, and the construct that it stands on: it holds for that and for all that is below. */
export interface Exception {
  readonly acknowledgement: Acknowledgement;
  readonly at: string;
}

/** Where a resource of a template comes from in the code. */
export interface Origin {
  readonly constructPath: string;
  /** File and line of the code that created it, where CDK recorded that. */
  readonly sourceLine?: string;
  /** The construct and those above it, the nearest first. */
  readonly scopes: readonly IConstruct[];
  /** Exceptions on these. */
  readonly acknowledgements: readonly Exception[];
}

/**
 * The line of the app that made a resource. Where the stack did not reach the app, it is the line that made the construct
 * to which the resource belongs: that of a VPC for its subnets.
 */
function lineOf(scopes: readonly IConstruct[]): string | undefined {
  for (const scope of scopes) {
    if (Stack.isStack(scope)) return undefined;
    const main = CfnResource.isCfnResource(scope)
      ? scope
      : (scope.node.tryFindChild('Resource') ?? scope.node.tryFindChild('Default'));
    const line = main && CfnResource.isCfnResource(main) ? sourceLine(main.creationStack) : undefined;
    if (line) return line;
  }
  return undefined;
}

/** Finds the constructs behind the resources of the templates. */
export class Constructs {
  private readonly origins = new Map<string, Origin>();

  constructor(private readonly app: IConstruct) {
    for (const construct of app.node.findAll()) {
      if (!CfnResource.isCfnResource(construct)) continue;
      const stack = Stack.of(construct);
      const logicalId = String(stack.resolve(construct.logicalId));
      const scopes = construct.node.scopes.reverse();
      this.origins.set(`${stack.node.path}/${logicalId}`, {
        constructPath: construct.node.path,
        sourceLine: lineOf(scopes),
        scopes,
        acknowledgements: scopes.flatMap((scope) =>
          acknowledgementsOn(scope).map((acknowledgement) => ({ acknowledgement, at: scope.node.path })),
        ),
      });
    }
  }

  /** Where a resource comes from; one that no construct stands behind (an included template) has its id for a path. */
  public originOf(resource: Resource): Origin {
    return this.origins.get(resource.id) ?? { constructPath: resource.id, scopes: [], acknowledgements: [] };
  }

  /** Every acknowledgement in the app. */
  public get acknowledgements(): Exception[] {
    return this.app.node
      .findAll()
      .flatMap((scope) =>
        acknowledgementsOn(scope).map((acknowledgement) => ({ acknowledgement, at: scope.node.path })),
      );
  }
}
