import { InstanceClass, InstanceSize, InstanceType, type IVpc, Vpc } from 'aws-cdk-lib/aws-ec2';
import { App, Stack, type StackProps } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { AuroraCluster, type AuroraClusterProps, AuroraEngine, AuroraInstances } from '../src';

/** A VPC that somebody else made, with a database tier of three zones. */
export function strangersVpc(scope: Construct): IVpc {
  return Vpc.fromVpcAttributes(scope, 'Vpc', {
    vpcId: 'vpc-1',
    vpcCidrBlock: '10.0.0.0/16',
    availabilityZones: ['a', 'b', 'c'],
    publicSubnetIds: ['public-a', 'public-b', 'public-c'],
    privateSubnetIds: ['app-a', 'app-b', 'app-c'],
    isolatedSubnetIds: ['db-a', 'db-b', 'db-c'],
    publicSubnetRouteTableIds: ['rtb-public', 'rtb-public', 'rtb-public'],
    privateSubnetRouteTableIds: ['rtb-app', 'rtb-app', 'rtb-app'],
    isolatedSubnetRouteTableIds: ['rtb-db', 'rtb-db', 'rtb-db'],
  });
}

export const R6G_LARGE = InstanceType.of(InstanceClass.R6G, InstanceSize.LARGE);
export const POSTGRES = AuroraEngine.postgres('14.6');
export const MYSQL = AuroraEngine.mysql('3.08.0');

/** The least that a cluster asks for, and what a test adds or replaces. */
export function database(stack: Stack, props: Partial<AuroraClusterProps> = {}, id = 'Database'): AuroraCluster {
  return new AuroraCluster(stack, id, {
    engine: POSTGRES,
    vpc: props.vpc ?? strangersVpc(stack),
    instances: AuroraInstances.provisioned({ instanceType: R6G_LARGE }),
    ...props,
  });
}

export const newStack = (props?: StackProps) => new Stack(new App(), 'Stack', props);

/** A stack with one cluster in it. */
export function stackWith(props: Partial<AuroraClusterProps> = {}): Stack {
  const stack = newStack();
  database(stack, props);
  return stack;
}

/** What a token of IAM lets somebody log in as. */
export function databaseUserArn(clusterResourceId: object, name: string): object {
  const here = [{ Ref: 'AWS::Partition' }, ':rds-db:', { Ref: 'AWS::Region' }, ':', { Ref: 'AWS::AccountId' }];
  return { 'Fn::Join': ['', ['arn:', ...here, ':dbuser:', clusterResourceId, `/${name}`]] };
}

/** Use of the key of a secret, as Secrets Manager does for whoever reads it. */
export function decryptsSecret(key: unknown): object {
  const viaSecretsManager = { 'Fn::Join': ['', ['secretsmanager.', { Ref: 'AWS::Region' }, '.amazonaws.com']] };
  const Condition = { StringEquals: { 'kms:ViaService': viaSecretsManager } };
  return { Effect: 'Allow', Action: 'kms:Decrypt', Resource: key, Condition };
}
