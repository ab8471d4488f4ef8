import { Peer, Port, SecurityGroup, SubnetType, type Vpc } from 'aws-cdk-lib/aws-ec2';
import type { FargateService } from 'aws-cdk-lib/aws-ecs';
import {
  type ApplicationListener,
  ApplicationLoadBalancer,
  ApplicationProtocol,
  ApplicationTargetGroup,
  DesyncMitigationMode,
  ListenerAction,
  ListenerCertificate,
  ListenerCondition,
  SslPolicy,
  TargetType,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { Key } from 'aws-cdk-lib/aws-kms';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { CfnLoggingConfiguration, CfnWebACL, CfnWebACLAssociation } from 'aws-cdk-lib/aws-wafv2';
import { ArnFormat, Duration, type Stack } from 'aws-cdk-lib/core';
import { maskedLogGroup } from './logs';

const CERTIFICATE = 'arn:aws:acm:us-east-1:123456789012:certificate/00000000-0000-0000-0000-000000000000';
const RULE_GROUPS = ['AmazonIpReputationList', 'KnownBadInputsRuleSet', 'CommonRuleSet', 'SQLiRuleSet'];

export interface Front {
  readonly loadBalancer: ApplicationLoadBalancer;
  readonly listener: ApplicationListener;
}

/** HTTPS alone, behind a firewall, with every log. */
export function createLoadBalancer(stack: Stack, props: { vpc: Vpc; bucket: Bucket; key: Key }): Front {
  const { vpc, bucket, key } = props;
  const securityGroup = new SecurityGroup(stack, 'AlbSecurityGroup', {
    vpc,
    securityGroupName: 'security-group-alb-prod-dev1',
    description: 'HTTPS to the load balancer, and from there to its targets only',
    allowAllOutbound: false,
  });
  securityGroup.addIngressRule(Peer.anyIpv4(), Port.HTTPS, 'HTTPS from anywhere');
  const loadBalancer = new ApplicationLoadBalancer(stack, 'Alb', {
    vpc,
    loadBalancerName: 'alb-prod-dev1',
    vpcSubnets: { subnetType: SubnetType.PUBLIC },
    internetFacing: true,
    securityGroup,
    deletionProtection: false,
    dropInvalidHeaderFields: true,
    desyncMitigationMode: DesyncMitigationMode.STRICTEST,
    idleTimeout: Duration.seconds(60),
  });
  for (const [log, prefix] of Object.entries({
    access: 'access',
    connection: 'connection',
    health_check: 'health-check',
  })) {
    loadBalancer.setAttribute(`${log}_logs.s3.enabled`, 'true');
    loadBalancer.setAttribute(`${log}_logs.s3.bucket`, bucket.bucketName);
    loadBalancer.setAttribute(`${log}_logs.s3.prefix`, prefix);
  }
  loadBalancer.node.addDependency(bucket);
  const listener = loadBalancer.addListener('Https', {
    port: 443,
    protocol: ApplicationProtocol.HTTPS,
    certificates: [ListenerCertificate.fromArn(CERTIFICATE)],
    sslPolicy: SslPolicy.TLS13_RES,
    open: false,
    defaultAction: ListenerAction.fixedResponse(404),
  });
  listener.setAttribute('routing.http.response.server.enabled', 'false');
  listener.setAttribute('routing.http.response.x_content_type_options.header_value', 'nosniff');
  listener.setAttribute(
    'routing.http.response.strict_transport_security.header_value',
    'max-age=31536000; includeSubDomains',
  );
  protect(stack, loadBalancer, key);
  return { loadBalancer, listener };
}

export function routeTo({ listener }: Front, props: { vpc: Vpc; service: FargateService }): ApplicationTargetGroup {
  const { vpc, service } = props;
  const targetGroup = new ApplicationTargetGroup(listener, 'Service', {
    vpc,
    targetGroupName: 'tg-alb-service-prod-dev1',
    targetType: TargetType.IP,
    protocol: ApplicationProtocol.HTTP,
    port: 8080,
    targets: [service],
    deregistrationDelay: Duration.seconds(30),
    healthCheck: {
      enabled: true,
      path: '/health',
      interval: Duration.seconds(30),
      timeout: Duration.seconds(5),
      healthyThresholdCount: 2,
      unhealthyThresholdCount: 3,
      healthyHttpCodes: '200',
    },
  });
  listener.addAction('Service', {
    priority: 100,
    conditions: [ListenerCondition.pathPatterns(['/api/*', '/health'])],
    action: ListenerAction.forward([targetGroup]),
  });
  return targetGroup;
}

function protect(stack: Stack, loadBalancer: ApplicationLoadBalancer, key: Key): void {
  const seen = (metricName: string) => ({
    cloudWatchMetricsEnabled: true,
    metricName,
    sampledRequestsEnabled: true,
  });
  const webAcl = new CfnWebACL(stack, 'WebAcl', {
    name: 'web-acl-alb-firewall-prod-dev1',
    scope: 'REGIONAL',
    defaultAction: { allow: {} },
    visibilityConfig: seen('single-service'),
    dataProtectionConfig: {
      dataProtections: [
        { action: 'SUBSTITUTION', field: { fieldType: 'SINGLE_HEADER', fieldKeys: ['authorization', 'x-api-key'] } },
        { action: 'SUBSTITUTION', field: { fieldType: 'SINGLE_COOKIE' } },
      ],
    },
    rules: [
      {
        name: 'RateLimit',
        priority: 0,
        action: { block: {} },
        statement: { rateBasedStatement: { aggregateKeyType: 'IP', evaluationWindowSec: 300, limit: 2000 } },
        visibilityConfig: seen('RateLimit'),
      },
      ...RULE_GROUPS.map((group) => `AWSManagedRules${group}`).map((name, index) => ({
        name,
        priority: index + 1,
        overrideAction: { none: {} },
        statement: { managedRuleGroupStatement: { vendorName: 'AWS', name } },
        visibilityConfig: seen(name),
      })),
    ],
  });
  new CfnWebACLAssociation(stack, 'WebAclAssociation', {
    resourceArn: loadBalancer.loadBalancerArn,
    webAclArn: webAcl.attrArn,
  });
  const logGroup = maskedLogGroup(stack, 'FirewallLogs', 'aws-waf-logs-alb-firewall-prod-dev1', key);
  new CfnLoggingConfiguration(stack, 'FirewallLogging', {
    resourceArn: webAcl.attrArn,
    // AWS WAF wants the ARN without the `:*` at its end.
    logDestinationConfigs: [
      stack.formatArn({
        service: 'logs',
        resource: 'log-group',
        resourceName: logGroup.logGroupName,
        arnFormat: ArnFormat.COLON_RESOURCE_NAME,
      }),
    ],
  });
}
