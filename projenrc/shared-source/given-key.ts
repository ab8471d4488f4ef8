import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Annotations } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { notRotated } from './key-rotation';

/** Who was given which key. */
const takers = new WeakMap<IKey, Set<IConstruct>>();

/**
 * Warns of a given key that AWS KMS does not rotate, as it does a package's own (ADR 88). During synthesis, because what a
 * key is may be said after it was given. A key that is given twice is one decision: the text names no prop, and a construct
 * that hands its key on to parts of its own warns in their place.
 * @param id of the warning
 */
export function warnOfGivenKey(scope: IConstruct, key: IKey | undefined, id: string): void {
  if (!key) return;
  const others = takers.get(key) ?? new Set();
  const around = scope.node.scopes.slice(0, -1);
  takers.set(key, others.add(scope));
  scope.node.addValidation({
    validate: () => {
      if (around.some((outer) => others.has(outer))) return [];
      const shortcoming = notRotated(key);
      if (shortcoming) Annotations.of(scope).addWarningV2(id, `The given key ${key.node.path} ${shortcoming}`);
      return [];
    },
  });
}
