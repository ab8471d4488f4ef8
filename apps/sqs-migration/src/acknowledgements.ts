import { PciEvidence } from '@org/pci-evidence';
import { type Stack, Validations } from 'aws-cdk-lib/core';
import type { Config } from './config';

const TWELVE_MONTHS_IN_DAYS = 365;

/** What each package that keeps logs says of fewer than 365 days. */
const WARNINGS = [
  '@org/compliance-logging:retention-below-twelve-months',
  '@org/aurora-pci:log-retention-below-twelve-months',
  '@org/audited-alb:firewall-logs-below-twelve-months',
];

/** Decision 22 of docs/requirements/decisions.md: the figure of the source document stays. */
export function acceptShortLogs(stack: Stack, { logRetentionDays, exceptions }: Config): void {
  if (logRetentionDays >= TWELVE_MONTHS_IN_DAYS) return;
  const reason =
    'The source document asks for 30 days. PCI DSS 4.0.1 requirement 10.5.1 asks for twelve months: export the logs, or ' +
    'raise logRetentionDays to 365, before the system takes its first payment';
  Validations.of(stack).acknowledge(...WARNINGS.map((warning) => ({ id: `Annotation::${warning}`, reason })));
  PciEvidence.acknowledge(stack, { rule: 'PCI.Logs.1', reason, ...exceptions });
}
