export type { AuroraAlarmThresholds } from './aurora-alarm-thresholds';
export { AuroraCluster } from './aurora-cluster';
export type { AuroraClusterProps } from './aurora-cluster-props';
export { AuroraCredentials, type AuroraCredentialsOptions, type RotatedCredentialsOptions } from './aurora-credentials';
export { AuroraEngine } from './aurora-engine';
export { AuroraEvents, type AuroraEventsProps } from './aurora-events';
export { AuroraInstances } from './aurora-instances';
export type { ProvisionedInstancesOptions, ServerlessV2InstancesOptions } from './aurora-instances-options';
export type { AuroraParameters } from './aurora-parameters';
export { AuroraProxy } from './aurora-proxy';
export type { AuroraProxyProps } from './aurora-proxy-props';
export { DatabaseInsights } from './database-insights';
export { ProxyAuthentication } from './proxy-authentication';
export {
  type ReaderConnectionScalingOptions,
  type ReaderCpuScalingOptions,
  ReaderScaling,
  type ReaderScalingOptions,
} from './reader-scaling';
export { RestoreFrom } from './restore-from';
export { StorageEncryption } from './storage-encryption';
