import { AuroraCluster, AuroraCredentials, AuroraEngine, AuroraInstances, StorageEncryption } from '@org/aurora-pci';
import { InstanceType, type IVpc, type SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { Config } from './config';

export interface PaymentDatabaseProps {
  readonly vpc: IVpc;
  readonly vpcSubnets: SubnetSelection;
  readonly settings: Config['database'];
  readonly logRetention: Duration;
}

/** The database that the on-premises one is moved into: encrypted with the key of AWS, its password not rotated yet. */
export function paymentDatabase(scope: Construct, { vpc, vpcSubnets, settings, logRetention }: PaymentDatabaseProps) {
  const { instanceType, readers } = settings;
  const database = new AuroraCluster(scope, 'Database', {
    vpc,
    vpcSubnets,
    engine: AuroraEngine.postgres(settings.engineVersion),
    instances: AuroraInstances.provisioned({ instanceType: new InstanceType(instanceType), readers }),
    databaseName: settings.name,
    credentials: AuroraCredentials.generated(),
    encryption: StorageEncryption.awsManaged(),
    backupRetention: Duration.days(settings.backupRetentionDays),
    logRetention,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  Validations.of(database).acknowledge({
    id: 'Annotation::@org/aurora-pci:no-rotation',
    reason: 'The source document turns rotation off for the initial deployment; the cut-over runbook turns it on',
  });
  if (settings.logicalReplication) database.parameterGroup.addParameter('rds.logical_replication', '1');
  return database;
}
