import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Stack, Token } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { Endpoints } from '../endpoints';
import { acknowledge, BLOCK_IS_KNOWN_AT_DEPLOYMENT } from './acknowledgements';
import { keepEgressClosed } from './closed-egress';
import { PRIVATE } from './tier';

const HTTPS = ec2.Port.tcp(443);

/** Where endpoints stand and whom they serve. */
interface VpcEndpointsProps {
  readonly vpc: ec2.Vpc;
  /** Callers of the interface endpoints. As text, where it is known, so that scanners can judge the rule. */
  readonly callers: string;
  readonly endpoints: Endpoints;
}

/** The endpoints of a VPC, each with a policy that lets in the principals of this account only. */
export class VpcEndpoints extends Construct {
  public readonly s3?: ec2.GatewayVpcEndpoint;
  public readonly dynamoDb?: ec2.GatewayVpcEndpoint;
  public readonly interfaces: ec2.InterfaceVpcEndpoint[];
  /** How callers reach the interface endpoints. */
  public readonly connections: ec2.Connections;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: VpcEndpointsProps,
  ) {
    super(scope, id);
    const { endpoints } = props;
    if (endpoints._gateways) {
      this.s3 = this.addGateway('S3Gateway', ec2.GatewayVpcEndpointAwsService.S3);
      this.s3.addToPolicy(this.imageLayers());
      this.dynamoDb = this.addGateway('DynamodbGateway', ec2.GatewayVpcEndpointAwsService.DYNAMODB);
    }
    const securityGroups = endpoints._services.length > 0 ? [this.createSecurityGroup()] : [];
    this.interfaces = endpoints._services.map((service) => this.addInterface(service, securityGroups));
    this.connections = new ec2.Connections({
      defaultPort: HTTPS,
      securityGroups: securityGroups.map((group) => this.unchangeable(group)),
    });
  }

  /** One group for all: it lets in every caller from the start, and a caller opens its egress to all with one rule. */
  private createSecurityGroup(): ec2.SecurityGroup {
    const securityGroup = new ec2.SecurityGroup(this, 'SecurityGroup', {
      vpc: this.props.vpc,
      description: 'Interface endpoints: HTTPS from inside the VPC',
      allowAllOutbound: false,
    });
    keepEgressClosed(securityGroup);
    securityGroup.addIngressRule(ec2.Peer.ipv4(this.props.callers), HTTPS, 'HTTPS from inside the VPC');
    if (Token.isUnresolved(this.props.callers)) acknowledge(securityGroup, BLOCK_IS_KNOWN_AT_DEPLOYMENT);
    return securityGroup;
  }

  /** The group as callers see it: a rule for each of them would say nothing new, and EC2 takes 60 in a group. */
  private unchangeable({ securityGroupId }: ec2.SecurityGroup): ec2.ISecurityGroup {
    return ec2.SecurityGroup.fromSecurityGroupId(this, 'SecurityGroupOfCallers', securityGroupId, { mutable: false });
  }

  private addGateway(id: string, service: ec2.IGatewayVpcEndpointService): ec2.GatewayVpcEndpoint {
    const endpoint = new ec2.GatewayVpcEndpoint(this, id, { vpc: this.props.vpc, service });
    endpoint.addToPolicy(this.ownPrincipals());
    return endpoint;
  }

  private addInterface(
    service: ec2.InterfaceVpcEndpointAwsService,
    securityGroups: ec2.ISecurityGroup[],
  ): ec2.InterfaceVpcEndpoint {
    const place = new Construct(this, constructId(service.shortName));
    const endpoint = new ec2.InterfaceVpcEndpoint(place, 'Endpoint', {
      vpc: this.props.vpc,
      service,
      subnets: { subnetGroupName: PRIVATE.name },
      securityGroups,
      privateDnsEnabled: true,
      open: false,
    });
    endpoint.addToPolicy(this.ownPrincipals());
    return endpoint;
  }

  private ownPrincipals(): iam.PolicyStatement {
    return new iam.PolicyStatement({
      sid: 'PrincipalsOfThisAccount',
      principals: [new iam.AnyPrincipal()],
      actions: ['*'],
      resources: ['*'],
      conditions: { StringEquals: { 'aws:PrincipalAccount': Stack.of(this).account } },
    });
  }

  /**
   * Amazon ECR hands out image layers as links that it signed itself, so their principal belongs to another account.
   * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html#ecr-minimum-s3-perms
   */
  private imageLayers(): iam.PolicyStatement {
    const { partition, region } = Stack.of(this);
    return new iam.PolicyStatement({
      sid: 'ImageLayersOfAmazonEcr',
      principals: [new iam.AnyPrincipal()],
      actions: ['s3:GetObject'],
      resources: [`arn:${partition}:s3:::prod-${region}-starport-layer-bucket/*`],
    });
  }
}

/** `ecr.api` becomes `EcrApi`. */
function constructId(serviceName: string): string {
  return serviceName
    .split(/[^a-zA-Z0-9]+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}
