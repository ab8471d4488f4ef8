import type { Catalog } from './catalog';
import { fewer, flipped, type Json, pastNat, plus, removed, to, widened, withoutOthers } from './operators';
import { guards } from './policies';

const open = (port: number, source: Json = { CidrIp: '0.0.0.0/0' }): Json => ({
  ...(source as object),
  IpProtocol: 'tcp',
  FromPort: port,
  ToPort: port,
});
const EVERYTHING = { CidrIp: '0.0.0.0/0', IpProtocol: '-1' };
const OVER_IPV6 = open(5432, { CidrIpv6: '::/0' });
const IN_HALVES = [open(22, { CidrIp: '0.0.0.0/1' }), open(22, { CidrIp: '128.0.0.0/1' })];

/** Networks, security groups and load balancers. */
export const NETWORK_CONTROLS: Catalog = {
  'AWS::EC2::VPC': { plain: [''] },
  'AWS::EC2::Subnet': {
    controls: { MapPublicIpOnLaunch: [flipped] },
    plain: ['AvailabilityZone', 'CidrBlock', 'VpcId'],
  },
  'AWS::EC2::Route': { controls: { '': [pastNat] }, plain: [''] },
  'AWS::EC2::FlowLog': {
    dropped: true,
    controls: { TrafficType: [to('REJECT', 'ACCEPT')] },
    plain: ['LogDestination', 'LogDestinationType', 'MaxAggregationInterval', 'ResourceId', 'ResourceType'],
  },
  'AWS::EC2::SecurityGroup': {
    controls: {
      SecurityGroupIngress: [plus(open(22), open(3389), open(5432), EVERYTHING, OVER_IPV6)],
      'SecurityGroupIngress/#': [widened],
      SecurityGroupEgress: [withoutOthers('AWS::EC2::SecurityGroupEgress', removed), plus(EVERYTHING)],
      'SecurityGroupEgress/#': [widened],
    },
    absent: { SecurityGroupIngress: [[open(22)], [open(3389)], [open(5432)], [EVERYTHING], [OVER_IPV6], IN_HALVES] },
    plain: ['GroupDescription', 'GroupName', 'VpcId', 'SecurityGroupIngress/#', 'SecurityGroupEgress/#'],
  },
  'AWS::EC2::SecurityGroupIngress': {
    controls: { '': [widened] },
    absent: { CidrIp: ['0.0.0.0/0'], CidrIpv6: ['::/0'] },
    plain: [''],
  },
  'AWS::EC2::SecurityGroupEgress': {
    controls: { '': [widened] },
    plain: [''],
  },
  'AWS::EC2::VPCEndpoint': {
    controls: { PolicyDocument: [removed, guards], PrivateDnsEnabled: [flipped] },
    plain: ['RouteTableIds', 'SecurityGroupIds', 'ServiceName', 'SubnetIds', 'VpcEndpointType', 'VpcId'],
  },
  'Custom::VpcRestrictDefaultSG': { dropped: true, plain: [''] },
  'AWS::EC2::EIP': { plain: [''] },
  'AWS::EC2::InternetGateway': { plain: [''] },
  'AWS::EC2::NatGateway': { plain: [''] },
  'AWS::EC2::RouteTable': { plain: [''] },
  'AWS::EC2::SubnetRouteTableAssociation': { plain: [''] },
  'AWS::EC2::VPCGatewayAttachment': { plain: [''] },
  'AWS::ElasticLoadBalancingV2::LoadBalancer': {
    controls: {
      'LoadBalancerAttributes/routing.http.drop_invalid_header_fields.enabled': [removed, flipped],
      'LoadBalancerAttributes/routing.http.desync_mitigation_mode': [to('monitor')],
      'LoadBalancerAttributes/access_logs.s3.enabled': [removed, flipped],
      Subnets: [fewer],
    },
    plain: [
      ...['Name', 'Scheme', 'SecurityGroups', 'Subnets', 'Type'],
      ...['access_logs', 'connection_logs', 'health_check_logs'].flatMap((log) => [
        `LoadBalancerAttributes/${log}.s3.bucket`,
        `LoadBalancerAttributes/${log}.s3.prefix`,
      ]),
      // They repeat of a request what the access log says, or are about health checks.
      'LoadBalancerAttributes/connection_logs.s3.enabled',
      'LoadBalancerAttributes/health_check_logs.s3.enabled',
      'LoadBalancerAttributes/deletion_protection.enabled',
      'LoadBalancerAttributes/idle_timeout.timeout_seconds',
    ],
  },
  'AWS::ElasticLoadBalancingV2::Listener': {
    controls: {
      Protocol: [to('HTTP')],
      SslPolicy: [removed, to('ELBSecurityPolicy-2016-08', 'ELBSecurityPolicy-TLS-1-1-2017-01')],
      Certificates: [removed],
      'Certificates/#/CertificateArn': [to('arn:aws:iam::123456789012:server-certificate/old')],
      'ListenerAttributes/routing.http.response.server.enabled': [removed],
      'ListenerAttributes/routing.http.response.x_content_type_options.header_value': [removed],
      'ListenerAttributes/routing.http.response.strict_transport_security.header_value': [removed],
    },
    plain: ['DefaultActions', 'LoadBalancerArn', 'Port'],
  },
  'AWS::ElasticLoadBalancingV2::ListenerRule': { plain: [''] },
  'AWS::ElasticLoadBalancingV2::TargetGroup': { controls: { HealthCheckEnabled: [flipped] }, plain: [''] },
  'AWS::WAFv2::WebACLAssociation': { dropped: true, plain: ['ResourceArn', 'WebACLArn'] },
  'AWS::WAFv2::LoggingConfiguration': { dropped: true, plain: ['LogDestinationConfigs', 'ResourceArn'] },
  'AWS::WAFv2::WebACL': {
    controls: {
      DataProtectionConfig: [removed],
      'DataProtectionConfig/DataProtections/#': [removed],
      Rules: [removed, to([])],
      'Rules/#': [removed],
      'Rules/#/OverrideAction': [to({ Count: {} })],
      'Rules/#/Action': [to({ Count: {} })],
      'Rules/#/VisibilityConfig/CloudWatchMetricsEnabled': [flipped],
      'VisibilityConfig/CloudWatchMetricsEnabled': [flipped],
    },
    plain: [
      ...['DefaultAction', 'DataProtectionConfig', 'Name', 'Rules/#', 'Scope'],
      ...['VisibilityConfig/MetricName', 'VisibilityConfig/SampledRequestsEnabled'],
    ],
  },
};
