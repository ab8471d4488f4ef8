export { type AlertsProps, alerts } from './alerts';
export { type AuditLogs, auditLogs } from './audit-logs';
export {
  CERTIFICATE_ALTERNATIVES,
  type CertificateFields,
  certificateArn,
  certificateFields,
  certificateOf,
  hostedZoneId,
  oneCertificate,
} from './certificate';
export { ConfigError } from './config-error';
export { postgresFields } from './database';
export {
  emailAddress,
  environmentSuffix,
  exceptions,
  imageTag,
  ipv4Cidr,
  logRetentionDays,
  ordered,
  removalPolicy,
} from './fields';
export { outputName } from './output-name';
export { type Output, type ServicePlatform, servicePlatformOutputs, writeOutputs } from './outputs';
export { type ConfigSource, readConfig } from './read-config';
export { RegistryStack, type RegistryStackProps } from './registry-stack';
export { runApp } from './run-app';
export { pathPatterns, serviceFields } from './service';
