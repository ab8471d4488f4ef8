import type { CfnCluster, ICluster } from 'aws-cdk-lib/aws-ecs';
import { Annotations, CfnResource, Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { warnsItself } from './warns-itself';

/**
 * Warns of a given cluster that Container Insights does not observe, as it does that of a FargateCluster (ADR 88). At
 * synthesis, because what a cluster is may be said after it was given.
 */
export function warnOfGivenCluster(scope: Construct, cluster: ICluster): void {
  scope.node.addValidation({
    validate: () => {
      const found = shortcoming(cluster);
      if (!found) return [];
      const [id, text] = found;
      const given = `The given \`cluster\` ${cluster.node.path} ${text}`;
      Annotations.of(scope).addWarningV2(`@org/fargate-service:${id}`, given);
      return [];
    },
  });
}

/** The id of the warning, and what it says. */
function shortcoming(cluster: ICluster): [string, string] | undefined {
  const resource = cluster.node.defaultChild;
  if (!CfnResource.isCfnResource(resource)) return ['imported-cluster', UNKNOWN];
  if (warnsItself(resource)) return undefined;
  return observed(resource as CfnCluster) ? undefined : ['no-container-insights', UNOBSERVED];
}

/** What is known at deployment only is not judged. */
function observed(cluster: CfnCluster): boolean {
  const settings: unknown = Stack.of(cluster).resolve(cluster.clusterSettings) ?? [];
  if (!Array.isArray(settings)) return true;
  const { value } = settings.find(({ name }: CfnCluster.ClusterSettingsProperty) => name === 'containerInsights') ?? {};
  return ['enabled', 'enhanced'].includes(value) || typeof value === 'object';
}

const UNKNOWN =
  'is not defined in this app, where nobody sees whether Container Insights observes it: PCI DSS 4.0.1 requirement 10.7.2 asks ' +
  'that failures of critical controls are detected. Check that its setting `containerInsights` is `enhanced` or `enabled` ' +
  'where it is defined; without it alarms on missing tasks have no data.';

const UNOBSERVED =
  'is not observed by Container Insights, unless the account says so for new clusters: PCI DSS 4.0.1 requirement 10.7.2 asks ' +
  'that failures of critical controls are detected, and alarms on missing tasks have no data. Give it ' +
  '`containerInsightsV2: ContainerInsights.ENHANCED`, or use a FargateCluster.';
