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
export { emailAddress, environmentSuffix, imageTag, ipv4Cidr, logRetentionDays, ordered } from './fields';
export { outputName } from './output-name';
export { type ConfigSource, readConfig } from './read-config';
export { RegistryStack, type RegistryStackProps } from './registry-stack';
export { runApp } from './run-app';
export { pathPatterns, serviceFields } from './service';
