import { AuroraCluster, AuroraCredentials, AuroraEngine, AuroraInstances, StorageEncryption } from '@org/aurora-pci';
import { PciEvidence } from '@org/pci-evidence';
import { InstanceType, type IVpc, type SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { Config } from './config';

export interface PaymentDatabaseProps {
  readonly vpc: IVpc;
  readonly vpcSubnets: SubnetSelection;
  readonly config: Config;
  readonly logRetention: Duration;
  readonly logKey: IKey;
  readonly secretKey: IKey;
}

/** The database that the on-premises one is moved into: encrypted with the key of AWS, its password with one of ours and not rotated yet. */
export function paymentDatabase(scope: Construct, props: PaymentDatabaseProps): AuroraCluster {
  const { vpc, vpcSubnets, logRetention, config } = props;
  const { database: settings, exceptions } = config;
  const { instanceType, readers } = settings;
  const database = new AuroraCluster(scope, 'Database', {
    vpc,
    vpcSubnets,
    engine: AuroraEngine.postgres(settings.engineVersion),
    instances: AuroraInstances.provisioned({ instanceType: new InstanceType(instanceType), readers }),
    databaseName: settings.name,
    credentials: AuroraCredentials.generated({ encryptionKey: props.secretKey }),
    encryption: StorageEncryption.awsManaged(),
    backupRetention: Duration.days(settings.backupRetentionDays),
    logRetention,
    logEncryptionKey: props.logKey,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  const rotated = 'The source document turns rotation off for the initial deployment; the cut-over runbook turns it on';
  Validations.of(database).acknowledge({ id: 'Annotation::@org/aurora-pci:no-rotation', reason: rotated });
  PciEvidence.acknowledge(database, { rule: 'PCI.SecretsManager.1', reason: rotated, ...exceptions });
  PciEvidence.acknowledge(database, {
    rule: 'PCI.RDS.14',
    reason: 'The source document asks for the key of AWS; who may read the data, IAM and the database decide',
    ...exceptions,
  });
  PciEvidence.acknowledge(database, {
    rule: 'PCI.RDS.26',
    reason:
      'A vault with backups in it cannot be deleted, and nothing may outlive its stack, says the source document. ' +
      `Aurora keeps backups of its own for ${settings.backupRetentionDays} days`,
    ...exceptions,
  });
  if (settings.logicalReplication) database.parameterGroup.addParameter('rds.logical_replication', '1');
  return database;
}
