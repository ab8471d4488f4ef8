import { PciEvidence } from '@org/pci-evidence';
import { Annotations, type Stack, Validations } from 'aws-cdk-lib/core';
import type { Config } from './config';

const SHORT_LOGS = [
  '@org/aurora-pci:log-retention-below-twelve-months',
  '@org/audited-alb:firewall-logs-below-twelve-months',
  '@org/compliance-logging:retention-below-twelve-months',
];

/** Acknowledges what the source document leaves no way to avoid, warnings and rules. Short retention is still said, once a stack. */
export function acceptDemands(stack: Stack, { logRetentionDays, database, exceptions }: Config): void {
  accept(
    stack,
    '@org/fargate-service:egress-anywhere',
    'Card networks publish host names, not addresses; tasks reach them on 443 through the NAT gateways alone',
  );
  if (logRetentionDays < 365) {
    const figures = 'The source document sets 7, 30 and 90 days for dev, staging and prod';
    for (const id of SHORT_LOGS) accept(stack, id, figures);
    PciEvidence.acknowledge(stack, { rule: 'PCI.Logs.1', reason: figures, ...exceptions });
    Annotations.of(stack).addInfo(
      `Logs are kept for ${logRetentionDays} days. ${figures}; PCI DSS 4.0.1 requirement 10.5.1 asks for twelve months ` +
        'where card data is: raise `logRetentionDays`, or export the logs to an archive.',
    );
  }
  if (database.rotationDays === 'never') {
    const reason =
      'The source document turns rotation off outside production, where live card numbers have no place (PCI DSS 4.0.1 ' +
      'requirement 6.5.5)';
    accept(stack, '@org/aurora-pci:no-rotation', reason);
    PciEvidence.acknowledge(stack, { rule: 'PCI.SecretsManager.1', reason, ...exceptions });
  } else {
    accept(
      stack,
      '@org/governance:unbound-roles',
      'Secrets Manager makes the role of the function that rotates the password, takes no permissions boundary for it, and ' +
        'writes its policy',
    );
  }
  PciEvidence.acknowledge(stack, {
    rule: 'PCI.RDS.26',
    reason:
      'A vault with backups in it cannot be deleted, and nothing may outlive its stack, says the source document. Aurora ' +
      `keeps backups of its own for ${database.backupRetentionDays} days`,
    ...exceptions,
  });
}

function accept(stack: Stack, id: string, reason: string): void {
  Validations.of(stack).acknowledge({ id: `Annotation::${id}`, reason });
}
