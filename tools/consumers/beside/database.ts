import { AuroraCluster, AuroraCredentials, AuroraEngine, AuroraInstances, StorageEncryption } from '@org/aurora-pci';
import { InstanceType, type IVpc, Vpc } from 'aws-cdk-lib/aws-ec2';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { CfnDBCluster } from 'aws-cdk-lib/aws-rds';
import { Duration, type Stack, Validations } from 'aws-cdk-lib/core';

/** A database of ours in a VPC and under a key that are not: a default is overridden, a control relaxed, an L1 changed. */
export function databaseIn(stack: Stack): { vpc: IVpc; database: AuroraCluster } {
  const vpc = Vpc.fromVpcAttributes(stack, 'Vpc', {
    vpcId: 'vpc-0a1b2c3d4e5f67890',
    vpcCidrBlock: '10.20.0.0/16',
    availabilityZones: ['us-east-1a', 'us-east-1b'],
    privateSubnetIds: ['subnet-1000000000000000a', 'subnet-1000000000000000b'],
    isolatedSubnetIds: ['subnet-2000000000000000a', 'subnet-2000000000000000b'],
  });
  const keyArn = 'arn:aws:kms:us-east-1:123456789012:key/12345678-1234-1234-1234-123456789012';
  const database = new AuroraCluster(stack, 'Database', {
    engine: AuroraEngine.postgres('16.8'),
    vpc,
    instances: AuroraInstances.provisioned({ instanceType: new InstanceType('r6g.large') }),
    databaseName: 'payments',
    encryption: StorageEncryption.customerManaged(Key.fromKeyArn(stack, 'Key', keyArn)),
    backupRetention: Duration.days(14),
    credentials: AuroraCredentials.generated(),
  });
  Validations.of(database).acknowledge({
    id: '@org/aurora-pci:no-rotation',
    reason: 'The vault of the company changes the password',
  });
  const cluster = database.cluster.node.defaultChild as CfnDBCluster;
  cluster.addPropertyOverride('PreferredBackupWindow', '01:00-02:00');
  return { vpc, database };
}
