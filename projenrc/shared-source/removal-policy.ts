import { RemovalPolicy } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { fail } from './validation';

/** What a resource takes that is neither a database nor a volume. */
const OFFERED: readonly string[] = [
  RemovalPolicy.RETAIN,
  RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
  RemovalPolicy.DESTROY,
];

/** Keeping is the default: audit history outlives the stack that wrote it (PCI DSS 4.0.1 requirement 10.5.1). */
export function removalPolicyOf(scope: IConstruct, given: RemovalPolicy | undefined): RemovalPolicy {
  const policy = given ?? RemovalPolicy.RETAIN;
  if (OFFERED.includes(policy)) return policy;
  const got =
    policy === RemovalPolicy.SNAPSHOT ? 'SNAPSHOT, which exists for databases and volumes only' : `'${policy}'`;
  fail(
    scope,
    `\`removalPolicy\` must be RETAIN, RETAIN_ON_UPDATE_OR_DELETE or DESTROY, got: ${got}. Use RemovalPolicy.RETAIN.`,
  );
}
