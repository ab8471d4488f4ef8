import type { IKey } from 'aws-cdk-lib/aws-kms';
import { type DatabaseCluster, DatabaseInsightsMode, PerformanceInsightRetention } from 'aws-cdk-lib/aws-rds';
import { Annotations } from 'aws-cdk-lib/core';
import type { DatabaseInsights } from '../database-insights';

interface InsightsProps {
  readonly enablePerformanceInsights?: boolean;
  readonly databaseInsightsMode?: DatabaseInsightsMode;
  readonly performanceInsightRetention?: PerformanceInsightRetention;
  readonly performanceInsightEncryptionKey?: IKey;
}

/**
 * What the L2 takes: statements are data of the storage, so they get its key. Off is said aloud: CloudFormation leaves what a
 * template no longer mentions as it is, and insights that were on would go on showing statements.
 */
export function insightsProps(insights: DatabaseInsights | undefined, encryptionKey: IKey | undefined): InsightsProps {
  if (!insights) return { enablePerformanceInsights: false, databaseInsightsMode: DatabaseInsightsMode.STANDARD };
  const { _advanced: advanced } = insights;
  return {
    enablePerformanceInsights: true,
    databaseInsightsMode: advanced ? DatabaseInsightsMode.ADVANCED : DatabaseInsightsMode.STANDARD,
    performanceInsightRetention: advanced ? PerformanceInsightRetention.MONTHS_15 : PerformanceInsightRetention.DEFAULT,
    performanceInsightEncryptionKey: encryptionKey,
  };
}

/** The L2 warns that the instances don't say the same as the cluster, whose setting they take. */
export function acknowledgeInsights(cluster: DatabaseCluster): void {
  const id = '@aws-cdk/aws-rds:instancePerformanceInsightsOverridden';
  Annotations.of(cluster).acknowledgeWarning(id, 'Instances take the setting of their cluster.');
}
