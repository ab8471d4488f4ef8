import {
  CfnFlowLog,
  GatewayVpcEndpointAwsService,
  InterfaceVpcEndpointAwsService,
  IpAddresses,
  Peer,
  Port,
  SecurityGroup,
  SubnetType,
  Vpc,
  type VpcEndpoint,
} from 'aws-cdk-lib/aws-ec2';
import { AnyPrincipal, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Aws, type Stack } from 'aws-cdk-lib/core';

const CIDR = '10.0.0.0/16';
const ZONES = ['us-east-1a', 'us-east-1b', 'us-east-1c'];
const INTERFACES = {
  EcrApi: InterfaceVpcEndpointAwsService.ECR,
  EcrDkr: InterfaceVpcEndpointAwsService.ECR_DOCKER,
  Logs: InterfaceVpcEndpointAwsService.CLOUDWATCH_LOGS,
  Ssm: InterfaceVpcEndpointAwsService.SSM,
  SecretsManager: InterfaceVpcEndpointAwsService.SECRETS_MANAGER,
  Kms: InterfaceVpcEndpointAwsService.KMS,
  Sts: InterfaceVpcEndpointAwsService.STS,
  Monitoring: InterfaceVpcEndpointAwsService.CLOUDWATCH_MONITORING,
};

/** Three tiers over three zones, with private ways to the services of AWS and a log of the traffic. */
export function createNetwork(stack: Stack, flowLogs: Bucket): { vpc: Vpc } {
  const vpc = new Vpc(stack, 'Vpc', {
    vpcName: 'vpc-network-prod-dev1',
    ipAddresses: IpAddresses.cidr(CIDR),
    availabilityZones: ZONES,
    natGateways: ZONES.length,
    restrictDefaultSecurityGroup: true,
    subnetConfiguration: [
      { name: 'Public', subnetType: SubnetType.PUBLIC, cidrMask: 21, mapPublicIpOnLaunch: false },
      { name: 'Private', subnetType: SubnetType.PRIVATE_WITH_EGRESS, cidrMask: 21 },
      { name: 'Isolated', subnetType: SubnetType.PRIVATE_ISOLATED, cidrMask: 21 },
    ],
  });
  const log = new CfnFlowLog(stack, 'FlowLog', {
    resourceId: vpc.vpcId,
    resourceType: 'VPC',
    trafficType: 'ALL',
    logDestinationType: 's3',
    logDestination: flowLogs.bucketArn,
    maxAggregationInterval: 600,
  });
  log.node.addDependency(flowLogs);
  addEndpoints(stack, vpc);
  return { vpc };
}

function addEndpoints(stack: Stack, vpc: Vpc): void {
  const s3 = vpc.addGatewayEndpoint('S3', { service: GatewayVpcEndpointAwsService.S3 });
  s3.addToPolicy(
    new PolicyStatement({
      sid: 'ImageLayersOfAmazonEcr',
      principals: [new AnyPrincipal()],
      actions: ['s3:GetObject'],
      resources: [`arn:${Aws.PARTITION}:s3:::prod-${stack.region}-starport-layer-bucket/*`],
    }),
  );
  const endpoints: VpcEndpoint[] = [s3];
  endpoints.push(vpc.addGatewayEndpoint('Dynamodb', { service: GatewayVpcEndpointAwsService.DYNAMODB }));
  const group = new SecurityGroup(stack, 'EndpointSecurityGroup', {
    vpc,
    securityGroupName: 'security-group-network-endpoints-prod-dev1',
    description: 'Interface endpoints: HTTPS from inside the VPC',
    allowAllOutbound: false,
  });
  group.addIngressRule(Peer.ipv4(CIDR), Port.HTTPS, 'HTTPS from inside the VPC');
  for (const [id, service] of Object.entries(INTERFACES)) {
    endpoints.push(
      vpc.addInterfaceEndpoint(id, {
        service,
        securityGroups: [group],
        open: false,
        subnets: { subnetType: SubnetType.PRIVATE_WITH_EGRESS },
      }),
    );
  }
  for (const endpoint of endpoints) {
    endpoint.addToPolicy(
      new PolicyStatement({
        sid: 'PrincipalsOfThisAccount',
        principals: [new AnyPrincipal()],
        actions: ['*'],
        resources: ['*'],
        conditions: { StringEquals: { 'aws:PrincipalAccount': Aws.ACCOUNT_ID } },
      }),
    );
  }
}
