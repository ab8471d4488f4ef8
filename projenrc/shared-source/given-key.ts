import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Annotations } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { notRotated } from './key-rotation';

/**
 * Warns of a given key that AWS KMS does not rotate, as it does a package's own (ADR 88). During synthesis, because what a
 * key is may be said after it was given. The text names no prop: a key that is given twice is one decision.
 * @param id of the warning
 */
export function warnOfGivenKey(scope: IConstruct, key: IKey | undefined, id: string): void {
  if (!key) return;
  scope.node.addValidation({
    validate: () => {
      const shortcoming = notRotated(key);
      if (shortcoming) Annotations.of(scope).addWarningV2(id, `The given key ${key.node.path} ${shortcoming}`);
      return [];
    },
  });
}
