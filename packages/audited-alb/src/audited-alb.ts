import type { Alarm, MathExpression, MathExpressionOptions, Metric, MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import { Connections, type IConnectable, type IVpc, Port, SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import {
  type ApplicationListener,
  ApplicationListenerRule,
  ApplicationLoadBalancer,
  ApplicationProtocol,
  type ApplicationTargetGroup,
  DesyncMitigationMode,
  ListenerAction,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { CfnWebACL } from 'aws-cdk-lib/aws-wafv2';
import { Duration, RemovalPolicy, Tokenization } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { AlbAlarmThresholds } from './alb-alarm-thresholds';
import type { AuditedAlbProps } from './audited-alb-props';
import { Dns } from './dns';
import { Hsts } from './hsts';
import { Ingress } from './ingress';
import { LoadBalancerScheme } from './load-balancer-scheme';
import { MutualTls } from './mutual-tls';
import { PlainHttp } from './plain-http';
import { logBucketOf, writeLogs } from './private/access-logs';
import { acknowledge, DESTROYABLE_BY_NAME } from './private/acknowledgements';
import { createAlarms } from './private/alarms';
import { keepEgressClosed } from './private/closed-egress';
import { requireSeconds, seconds } from './private/duration';
import { redirectToHttps } from './private/http-redirect';
import { outputProblems, requireRoom, warnOfManyRoutes } from './private/load-balancer-quota';
import { albMetric, firewallMetric, serverErrorRate } from './private/metrics';
import { nameProblems } from './private/name-rules';
import { requireObjects } from './private/objects';
import { removalPolicyOf } from './private/removal-policy';
import { RouteTable } from './private/route-table';
import { requireSubnets } from './private/subnets';
import { createTargetGroup, isRouted } from './private/target-group';
import { fail } from './private/validation';
import type { Routing } from './routing';
import type { TargetGroupProps } from './target-group';
import { TlsPolicy } from './tls-policy';
import { type BoundFirewall, WebFirewall } from './web-firewall';

/**
 * An Application Load Balancer that speaks HTTPS on port 443 only, stands behind a web application firewall, writes all
 * of its logs, drops malformed requests and answers 404 to what no route takes.
 *
 * Its security group lets nothing out until a target group with targets is routed to.
 */
export class AuditedAlb extends Construct implements IConnectable {
  /** CDK's load balancer: to hand on as an `IApplicationLoadBalancer`, and for attributes that have no prop here. */
  public readonly loadBalancer: ApplicationLoadBalancer;

  /** CDK's listener on port 443: for rules and attributes that no route or prop makes. */
  public readonly listener: ApplicationListener;

  /** The security group of the load balancer. */
  public readonly securityGroup: SecurityGroup;

  /** Where access, connection and health check logs go. */
  public readonly accessLogBucket: IBucket;

  /** Network connections of the load balancer, with port 443 as the default port. */
  public readonly connections: Connections;

  /** Whether the load balancer has public addresses. */
  public readonly isInternetFacing: boolean;

  /** Whether the load balancer is protected against deletion. */
  public readonly deletionProtection: boolean;

  /** The listener on port 80, with PlainHttp.redirected(). */
  public readonly redirectListener?: ApplicationListener;

  /** The web ACL, if it is the load balancer's own. */
  public readonly webAcl?: CfnWebACL;

  /** Where the load balancer's own web ACL writes its logs. */
  public readonly firewallLogGroup?: LogGroup;

  private readonly vpc: IVpc;
  private readonly firewall: BoundFirewall;
  private readonly routes = new RouteTable(this);
  private readonly routeScope: Construct;
  private readonly targetScope: Construct;
  private readonly targetGroups: ApplicationTargetGroup[] = [];

  constructor(scope: Construct, id: string, props: AuditedAlbProps) {
    super(scope, id);
    requireObjects(this, props, ['vpc', 'certificate'], ['plainHttp']);
    const removalPolicy = removalPolicyOf(this, props.removalPolicy);
    this.vpc = props.vpc;
    const scheme = props.scheme ?? LoadBalancerScheme.internetFacing();
    this.isInternetFacing = scheme.isInternetFacing;
    this.deletionProtection = removalPolicy !== RemovalPolicy.DESTROY;
    requireSubnets(this, props.vpc, props.vpcSubnets, scheme);

    const ingress = props.ingress ?? (this.isInternetFacing ? Ingress.anywhere() : Ingress.vpc());
    const plainHttp = props.plainHttp ?? PlainHttp.refused();
    const mutualTls = props.mutualTls ?? MutualTls.none();
    this.securityGroup = this.createSecurityGroup(ingress, scheme, plainHttp);
    this.connections = new Connections({ securityGroups: [this.securityGroup], defaultPort: Port.HTTPS });
    this.accessLogBucket = logBucketOf(this, props.accessLogBucket, removalPolicy);
    this.loadBalancer = this.createLoadBalancer(props, scheme);
    writeLogs(this.loadBalancer, this.accessLogBucket);
    this.listener = this.createListener(props, mutualTls);
    if (plainHttp.isRedirected) this.redirectListener = redirectToHttps(this.loadBalancer);
    this.firewall = (props.firewall ?? WebFirewall.managed())._bind(this, {
      loadBalancer: this.loadBalancer,
      behindCloudFront: ingress._kind === 'cloudFront',
      removalPolicy,
    });
    this.webAcl = this.firewall.webAcl;
    this.firewallLogGroup = this.firewall.logGroup;
    (props.dns ?? Dns.none())._bind(this, {
      loadBalancer: this.loadBalancer,
      scheme,
      isOpen: ingress._kind === 'anywhere',
      demandsClientCertificates: mutualTls._verifies,
    });

    this.targetScope = new Construct(this, 'Targets');
    this.routeScope = new Construct(this, 'Routes');
    this.node.addValidation({
      validate: () => [...nameProblems(this.loadBalancer), ...this.unroutedTargetGroups(), ...outputProblems(this)],
    });
  }

  /**
   * Adds a target group for addresses, such as those of services on Fargate. It gets requests once a route leads to it;
   * one that has none at synthesis is an error.
   * @param id unique among the target groups of this load balancer.
   * @param props port, targets and health check.
   * @throws after `addAlarms`, and for one more than the 100 that a load balancer may have.
   */
  public addTargetGroup(id: string, props: TargetGroupProps): ApplicationTargetGroup {
    // The id that alarmScope gives.
    if (this.node.tryFindChild('Alarms')) {
      fail(
        this,
        `\`addTargetGroup\` must be called before addAlarms(), or nothing watches the targets, got: '${id}' after it. ` +
          'Move addAlarms() to the end.',
      );
    }
    requireRoom(this, id, this.targetGroups.length);
    const targetGroup = createTargetGroup(this, this.targetScope, id, this.vpc, props);
    this.targetGroups.push(targetGroup);
    return targetGroup;
  }

  /**
   * Adds a route. Its priority follows from its conditions alone, the more specific the earlier, and no other route moves
   * it. Two routes with the same priority are an error, and so is one that no request can reach, or whose target group another
   * load balancer routes to.
   * @param id unique among the routes of this load balancer.
   * @param routing which requests it takes and what happens to them.
   */
  public addRoute(id: string, routing: Routing): ApplicationListenerRule {
    const { priority, conditions, action } = routing._bind(this, id, this.routes);
    const { listener } = this;
    const rule = new ApplicationListenerRule(this.routeScope, id, { listener, priority, conditions, action });
    warnOfManyRoutes(this, this.routeScope.node.children.length);
    return rule;
  }

  /**
   * Adds alarms: server errors, latency, rejected connections, and unhealthy targets of each target group. They tell
   * nobody until they have actions. Call it once, after all target groups are added.
   * @param thresholds when they go off.
   * @throws if called twice, or a threshold is out of range.
   */
  public addAlarms(thresholds: AlbAlarmThresholds = {}): Alarm[] {
    const metrics = {
      serverErrorRate: this.metricServerErrorRate(),
      latency: this.metricTargetResponseTime(),
      rejectedConnections: this.metricRejectedConnectionCount({ period: Duration.minutes(5) }),
      unhealthyTargets: Object.fromEntries(
        this.targetGroups.map((targetGroup) => [targetGroup.node.id, this.metricUnHealthyHostCount(targetGroup)]),
      ),
    };
    return createAlarms(this, metrics, thresholds);
  }

  /**
   * A metric of the load balancer, by the minute.
   * @param metricName name in the namespace `AWS/ApplicationELB`.
   * @param options another statistic, period or label.
   * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html
   */
  public metric(metricName: string, options: MetricOptions = {}): Metric {
    return albMetric(this.loadBalancer, metricName, {}, options);
  }

  /**
   * Requests for which a target was found, by the minute.
   * @param options another statistic, period or label.
   */
  public metricRequestCount(options: MetricOptions = {}): Metric {
    return albMetric(this.loadBalancer, 'RequestCount', { statistic: 'Sum' }, options);
  }

  /**
   * Percentage of requests that the load balancer or a target answers with a server error, by the minute.
   * @param options another period or label.
   */
  public metricServerErrorRate(options: MathExpressionOptions = {}): MathExpression {
    return serverErrorRate(this.loadBalancer, options);
  }

  /**
   * Seconds from the last byte of a request to the first of its answer, by the minute, as p99.
   * @param options another statistic, period or label.
   */
  public metricTargetResponseTime(options: MetricOptions = {}): Metric {
    return albMetric(this.loadBalancer, 'TargetResponseTime', { statistic: 'p99' }, options);
  }

  /**
   * Connections refused because the load balancer has too many, by the minute.
   * @param options another statistic, period or label.
   */
  public metricRejectedConnectionCount(options: MetricOptions = {}): Metric {
    return albMetric(this.loadBalancer, 'RejectedConnectionCount', { statistic: 'Sum' }, options);
  }

  /**
   * Unhealthy targets of a target group, by the minute, the most at a time.
   * @param targetGroup one to which a route of this load balancer leads.
   * @param options another statistic, period or label.
   */
  public metricUnHealthyHostCount(targetGroup: ApplicationTargetGroup, options: MetricOptions = {}): Metric {
    const dimensionsMap = { TargetGroup: targetGroup.targetGroupFullName };
    return albMetric(this.loadBalancer, 'UnHealthyHostCount', { statistic: 'Maximum', dimensionsMap }, options);
  }

  /**
   * Requests that the load balancer's own web ACL blocks, by the minute.
   * @param options another statistic, period or label.
   * @throws if the firewall is not WebFirewall.managed().
   */
  public metricBlockedRequests(options: MetricOptions = {}): Metric {
    const { metricName } = this.firewall;
    if (metricName === undefined) {
      fail(this, '`firewall` must be WebFirewall.managed() for metricBlockedRequests(), got: another one or none.');
    }
    return firewallMetric(this, metricName, 'BlockedRequests', options);
  }

  private createSecurityGroup(ingress: Ingress, scheme: LoadBalancerScheme, plainHttp: PlainHttp): SecurityGroup {
    const securityGroup = new SecurityGroup(this, 'SecurityGroup', {
      vpc: this.vpc,
      description: 'HTTPS to the load balancer, and from there to its targets only',
      allowAllOutbound: false,
    });
    keepEgressClosed(securityGroup);
    ingress._bind(this, { vpc: this.vpc, scheme, securityGroup, redirectsHttp: plainHttp.isRedirected });
    return securityGroup;
  }

  private createLoadBalancer(props: AuditedAlbProps, scheme: LoadBalancerScheme): ApplicationLoadBalancer {
    const idleTimeout = props.idleTimeout ?? Duration.seconds(60);
    requireSeconds(this, 'idleTimeout', idleTimeout, { min: 1, max: 4000 });
    const loadBalancer = new ApplicationLoadBalancer(this, 'LoadBalancer', {
      vpc: props.vpc,
      vpcSubnets: props.vpcSubnets,
      internetFacing: scheme.isInternetFacing,
      ipAddressType: scheme._servesIpv6 ? scheme.ipAddressType : undefined,
      denyAllIgwTraffic: scheme._servesIpv6 && !scheme.isInternetFacing ? true : undefined,
      securityGroup: this.securityGroup,
      deletionProtection: this.deletionProtection,
      dropInvalidHeaderFields: true,
      desyncMitigationMode: DesyncMitigationMode.STRICTEST,
    });
    // The prop of the same name writes a number that is known only at deployment as its placeholder.
    loadBalancer.setAttribute('idle_timeout.timeout_seconds', Tokenization.stringifyNumber(seconds(idleTimeout)));
    if (!this.deletionProtection) acknowledge(loadBalancer, DESTROYABLE_BY_NAME);
    return loadBalancer;
  }

  private createListener(props: AuditedAlbProps, mutualTls: MutualTls): ApplicationListener {
    const listener = this.loadBalancer.addListener('Https', {
      port: 443,
      protocol: ApplicationProtocol.HTTPS,
      certificates: [props.certificate._bind(this)],
      sslPolicy: (props.tlsPolicy ?? TlsPolicy.tls13And12())._bind(this),
      mutualAuthentication: mutualTls._bind(this),
      open: false,
      defaultAction: ListenerAction.fixedResponse(404),
    });
    listener.setAttribute('routing.http.response.server.enabled', 'false');
    listener.setAttribute('routing.http.response.x_content_type_options.header_value', 'nosniff');
    (props.hsts ?? Hsts.oneYear())._bind(this, listener);
    return listener;
  }

  /** ECS refuses at deployment to start a service whose target group has no load balancer. */
  private unroutedTargetGroups(): string[] {
    return this.targetGroups
      .filter((targetGroup) => !isRouted(targetGroup))
      .map(
        ({ node }) =>
          `No route leads to the target group '${node.id}'. Add one with addRoute(), or leave the target group out.`,
      );
  }
}
