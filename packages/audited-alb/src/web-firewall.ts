import type { ApplicationLoadBalancer } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import { type CfnWebACL, CfnWebACLAssociation } from 'aws-cdk-lib/aws-wafv2';
import { Annotations, Reference, type RemovalPolicy, Tokenization } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { FirewallLogs } from './firewall-logs';
import { ManagedRules } from './managed-rules';
import { requireRegion } from './private/region';
import { requireMatch } from './private/validation';
import { warnsItself } from './private/warns-itself';
import { createWebAcl } from './private/web-acl';
import { RateLimit } from './rate-limit';

const REGIONAL_WEB_ACL = /^arn:aws[a-z-]*:wafv2:[a-z0-9-]+:\d{12}:regional\/webacl\/[\w-]{1,128}\/[0-9a-f-]{36}$/;

/** What a firewall of the load balancer's own looks for. */
export interface ManagedFirewallProps {
  /**
   * Groups of rules, in the order in which a request meets them: each once, and at least one.
   * @default - ipReputation(), knownBadInputs(), common() and sqlInjection()
   */
  readonly ruleGroups?: ManagedRules[];

  /**
   * How many requests a client may send.
   * @default - 2,000 in five minutes for each address; with Ingress.cloudFront() none, which leaves a warning
   */
  readonly rateLimit?: RateLimit;

  /**
   * Which requests are logged, and for how long.
   * @default FirewallLogs.everything()
   */
  readonly logs?: FirewallLogs;
}

/** What a firewall must know about the load balancer. */
interface FirewallContext {
  readonly loadBalancer: ApplicationLoadBalancer;
  readonly behindCloudFront: boolean;
  readonly removalPolicy: RemovalPolicy;
}

/** What a firewall is made of, as far as it was made here. */
export interface BoundFirewall {
  readonly webAcl?: CfnWebACL;
  readonly logGroup?: LogGroup;
  readonly metricName?: string;
}

/**
 * What inspects requests before they are routed: a web ACL of AWS WAF.
 * @see PCI DSS 4.0.1 requirement 6.4.2
 */
export class WebFirewall {
  /**
   * A web ACL with rule groups that AWS keeps current, a rate limit and logs.
   * @param props other rule groups, another limit, other logs.
   */
  public static managed(props: ManagedFirewallProps = {}): WebFirewall {
    return new WebFirewall((scope, context) => {
      const ruleGroups = props.ruleGroups ?? [
        ManagedRules.ipReputation(),
        ManagedRules.knownBadInputs(),
        ManagedRules.common(),
        ManagedRules.sqlInjection(),
      ];
      const { behindCloudFront } = context;
      // All viewers of an edge have its address, and whoever attacks writes what else there is to count by.
      const rateLimit = props.rateLimit ?? (behindCloudFront ? RateLimit.none() : RateLimit.perAddress(2000));
      const logs = props.logs ?? FirewallLogs.everything();
      const { removalPolicy } = context;
      const made = createWebAcl(scope, { ruleGroups, rateLimit, logs, removalPolicy, behindCloudFront });
      associate(scope, context.loadBalancer, made.webAcl.attrArn);
      return made;
    });
  }

  /**
   * A web ACL that exists, or one of the same app. Its rules and logs are its owner's, which leaves the warning
   * `@org/audited-alb:existing-firewall`, unless another load balancer of this package made it in the same app.
   * @see PCI DSS 4.0.1 requirements 6.4.2 and 10.2.1
   * @param webAclArn ARN of a regional web ACL in the load balancer's region.
   */
  public static existing(webAclArn: string): WebFirewall {
    return new WebFirewall((scope, { loadBalancer }) => {
      requireMatch(scope, 'firewall', webAclArn, REGIONAL_WEB_ACL, 'the ARN of a regional web ACL of AWS WAF');
      requireRegion(scope, 'firewall', webAclArn, 'Use a web ACL of that region.');
      associate(scope, loadBalancer, webAclArn);
      if (!isWarnedOf(webAclArn)) Annotations.of(scope).addWarningV2('@org/audited-alb:existing-firewall', UNSEEN);
      return {};
    });
  }

  /** No web ACL, or one that AWS Firewall Manager attaches. Leaves a warning. */
  public static none(): WebFirewall {
    return new WebFirewall((scope) => {
      Annotations.of(scope).addWarningV2(
        '@org/audited-alb:no-firewall',
        'No firewall inspects requests, and PCI DSS 4.0.1 requirement 6.4.2 asks for one in front of public web ' +
          'applications. Use WebFirewall.managed(), or show what stands in front of the load balancer instead.',
      );
      return {};
    });
  }

  private constructor(private readonly make: (scope: Construct, context: FirewallContext) => BoundFirewall) {}

  /** @internal */
  public _bind(scope: Construct, context: FirewallContext): BoundFirewall {
    return this.make(new Construct(scope, 'Firewall'), context);
  }
}

function associate(scope: Construct, loadBalancer: ApplicationLoadBalancer, webAclArn: string): void {
  new CfnWebACLAssociation(scope, 'Association', { resourceArn: loadBalancer.loadBalancerArn, webAclArn });
}

const UNSEEN =
  'The web ACL of WebFirewall.existing() is not made by this package, so nobody sees here what it blocks and logs. Check where ' +
  'it is defined that its rules detect and block web attacks, with none of them left at counting (PCI DSS 4.0.1 requirement ' +
  '6.4.2), and that it has a logging configuration (10.2.1) whose entries are kept for twelve months (10.5.1), or use ' +
  'WebFirewall.managed().';

/** Whether whoever made the web ACL in this app, such as another load balancer, warns of what it lacks (ADR 88). */
function isWarnedOf(webAclArn: string): boolean {
  const token = Tokenization.reverseString(webAclArn).firstToken;
  if (!Reference.isReference(token)) return false;
  return warnsItself(token.target);
}
