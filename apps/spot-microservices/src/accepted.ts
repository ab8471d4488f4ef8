import { PciEvidence } from '@org/pci-evidence';
import { Annotations, type Stack, Validations } from 'aws-cdk-lib/core';
import type { Config } from './config';

/** Acknowledges what the source document leaves no way to avoid, and says short retention once a stack. */
export function acceptDemands(stack: Stack, config: Config): void {
  if (config.logRetentionDays < 365) acceptShortLogs(stack, config);
  if (config.logKey === 'service') acceptKeyOfLogs(stack, config);
}

function acceptShortLogs(stack: Stack, { logRetentionDays, exceptions }: Config): void {
  const reason =
    'The source document asks for 30 days. PCI DSS 4.0.1 requirement 10.5.1 asks for twelve months: raise logRetentionDays, ' +
    'or export the logs before they expire';
  accept(stack, ['Annotation::@org/compliance-logging:retention-below-twelve-months'], reason);
  PciEvidence.acknowledge(stack, { rule: 'PCI.Logs.1', reason, ...exceptions });
  Annotations.of(stack).addInfoV2(
    'spot-microservices:logs-below-twelve-months',
    `The services' logs are kept for ${logRetentionDays} days, and PCI DSS 4.0.1 requirement 10.5.1 asks for twelve ` +
      'months: raise `logRetentionDays`, or export them before they expire.',
  );
}

function acceptKeyOfLogs(stack: Stack, { exceptions }: Config): void {
  const reason =
    'The source document asks for keys that AWS manages. CloudWatch Logs encrypts with its own, and who may read the ' +
    'groups, IAM decides; "logKey": "customer" takes a key of this account';
  const packs = ['NIST.800.53.R5', 'PCI.DSS.321', 'HIPAA.Security'];
  accept(
    stack,
    packs.map((pack) => `${pack}::${pack}-CloudWatchLogGroupEncrypted`),
    reason,
  );
  PciEvidence.acknowledge(stack, { rule: 'PCI.Logs.2', reason, ...exceptions });
}

function accept(stack: Stack, ids: readonly string[], reason: string): void {
  Validations.of(stack).acknowledge(...ids.map((id) => ({ id, reason })));
}
