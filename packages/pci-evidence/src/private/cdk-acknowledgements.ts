import { Validations } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { PLUGIN_NAME } from './names';

/** An exception by CDK's own mechanism, which names nobody who accepted it and no day on which it ends. */
export interface CdkAcknowledgement {
  readonly at: string;
  readonly reason: string;
}

/** What CDK would suppress a rule by at a construct, the nearest first. */
export function cdkAcknowledgementOf(rule: string, scopes: readonly IConstruct[]): CdkAcknowledgement | undefined {
  const key = `${PLUGIN_NAME}::${rule}`;
  for (const scope of scopes) {
    for (const { type, data } of scope.node.metadata) {
      if (type !== Validations.ACKNOWLEDGED_RULES_METADATA_KEY) continue;
      const reason = (data as Record<string, string> | undefined)?.[key];
      if (reason !== undefined) return { at: scope.node.path, reason };
    }
  }
  return undefined;
}
