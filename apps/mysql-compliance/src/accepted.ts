import type { AuroraCluster } from '@org/aurora-pci';
import type { AuditBucket } from '@org/compliance-logging';
import type { FargateService } from '@org/fargate-service';
import { PciEvidence } from '@org/pci-evidence';
import { Validations } from 'aws-cdk-lib/core';
import type { Config } from './config';

/** Accepts what the source document asks of the database against the rules. */
export function acceptDemandsOnDatabase(database: AuroraCluster, { exceptions }: Config): void {
  const alone = 'The tasks alone may reach the database, says the document; a function that rotates would have to, too';
  Validations.of(database).acknowledge({ id: 'Annotation::@org/aurora-pci:no-rotation', reason: alone });
  PciEvidence.acknowledge(database, { rule: 'PCI.SecretsManager.1', reason: alone, ...exceptions });
  PciEvidence.acknowledge(database, {
    rule: 'PCI.RDS.26',
    reason:
      'A vault with backups in it cannot be deleted, and nothing may outlive its stack, says the document. Aurora keeps ' +
      'backups of its own for 35 days, as long as it can',
    ...exceptions,
  });
}

/** Accepts that no rule ends what the service stores. */
export function acceptDataThatStays(data: AuditBucket, { exceptions }: Config): void {
  PciEvidence.acknowledge(data, {
    rule: 'PCI.S3.8',
    reason: 'The document names no time after which payment data goes; the service deletes what it needs no longer',
    ...exceptions,
  });
}

/** Accepts that tasks may call any address on 443. */
export function acceptWayOut(service: FargateService): void {
  Validations.of(service).acknowledge({
    id: 'Annotation::@org/fargate-service:egress-anywhere',
    reason: 'AWS services and card networks publish host names; tasks reach them on 443 through the NAT gateways alone',
  });
}
