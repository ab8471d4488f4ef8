import { MathExpression, type MathExpressionOptions, Metric, type MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import { Duration, Stack } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';

const MINUTE = Duration.minutes(1);

/** A metric of Elastic Load Balancing, by the minute. */
export function albMetric(
  { loadBalancerFullName }: { readonly loadBalancerFullName: string },
  metricName: string,
  defaults: MetricOptions,
  options: MetricOptions,
): Metric {
  return new Metric({
    namespace: 'AWS/ApplicationELB',
    metricName,
    period: MINUTE,
    ...defaults,
    dimensionsMap: { LoadBalancer: loadBalancerFullName, ...defaults.dimensionsMap },
  }).with(options);
}

/**
 * Server errors as a percentage of requests. Elastic Load Balancing doesn't count a request for which it found no target,
 * which is the very one that it answers with an error of its own: those are added.
 */
export function serverErrorRate(
  loadBalancer: { readonly loadBalancerFullName: string },
  options: MathExpressionOptions,
): MathExpression {
  const count = (metricName: string) => albMetric(loadBalancer, metricName, { statistic: 'Sum' }, {});
  return new MathExpression({
    expression: '100 * (FILL(own, 0) + FILL(targets, 0)) / (FILL(requests, 0) + FILL(own, 0))',
    usingMetrics: {
      own: count('HTTPCode_ELB_5XX_Count'),
      targets: count('HTTPCode_Target_5XX_Count'),
      requests: count('RequestCount'),
    },
    label: 'Server errors (%)',
    period: MINUTE,
  }).with(options);
}

/** A metric of a web ACL over all of its rules, by the minute. */
export function firewallMetric(scope: IConstruct, webAcl: string, metricName: string, options: MetricOptions): Metric {
  const { region } = Stack.of(scope);
  return new Metric({
    namespace: 'AWS/WAFV2',
    metricName,
    statistic: 'Sum',
    period: MINUTE,
    dimensionsMap: { WebACL: webAcl, Region: region, Rule: 'ALL' },
  }).with(options);
}
