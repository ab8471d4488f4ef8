import type { IConnectable, Port } from 'aws-cdk-lib/aws-ec2';
import { Stack } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';

/** Which stacks hold rules that name security groups of other stacks. */
const REFERENCES = new WeakMap<Stack, Set<Stack>>();

/**
 * Opens a port on both sides. Rules between two stacks stand in the stack of the caller, which then waits for the other
 * one; if that one waits for the caller's already, they stand there instead: two stacks cannot wait for each other.
 */
export function openPort(
  caller: IConnectable & IConstruct,
  called: IConnectable,
  port: Port,
  description: string,
): void {
  const here = Stack.of(caller);
  const elsewhere = called.connections.securityGroups.map((group) => Stack.of(group)).filter((stack) => stack !== here);
  if (elsewhere.some((stack) => waitsFor(stack, here))) {
    called.connections.allowFrom(caller, port, description);
    return;
  }
  REFERENCES.set(here, new Set([...(REFERENCES.get(here) ?? []), ...elsewhere]));
  caller.connections.allowTo(called, port, description);
}

function waitsFor(stack: Stack, other: Stack, seen = new Set<Stack>()): boolean {
  if (stack === other) return true;
  if (seen.has(stack)) return false;
  seen.add(stack);
  const next = [...stack.dependencies, ...(REFERENCES.get(stack) ?? [])];
  return next.some((candidate) => waitsFor(candidate, other, seen));
}
