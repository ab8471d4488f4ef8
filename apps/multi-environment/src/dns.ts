import { Dns } from '@org/audited-alb';
import { ApplicationLoadBalancer } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { HostedZone } from 'aws-cdk-lib/aws-route53';
import type { Construct } from 'constructs';
import type { Config } from './config';
import { domainOf } from './environments';

/** One record, or a blue and a green one that share the answers by weight. The hosted zone exists already. */
export function dnsOf(scope: Construct, config: Config): Dns {
  const hostedZone = HostedZone.fromHostedZoneAttributes(scope, 'Zone', {
    hostedZoneId: config.hostedZoneId,
    zoneName: config.domainName,
  });
  const name = { domainName: domainOf(config), hostedZone };
  if (!config.weightedDns) return Dns.simple(name);

  const { blueWeight, greenWeight, green } = config.weightedDns;
  const loadBalancer =
    green &&
    ApplicationLoadBalancer.fromApplicationLoadBalancerAttributes(scope, 'Green', {
      loadBalancerArn: green.loadBalancerArn,
      securityGroupId: green.securityGroupId,
      loadBalancerDnsName: green.dnsName,
      loadBalancerCanonicalHostedZoneId: green.zoneId,
    });
  return Dns.weighted({
    ...name,
    records: [
      { setIdentifier: 'blue', weight: blueWeight },
      { setIdentifier: 'green', weight: greenWeight, loadBalancer },
    ],
  });
}
