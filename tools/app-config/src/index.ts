export { ConfigError } from './config-error';
export { environmentSuffix, ipv4Cidr } from './fields';
export { type ConfigSource, readConfig } from './read-config';
export { runApp } from './run-app';
