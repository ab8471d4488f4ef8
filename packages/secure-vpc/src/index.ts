export { Addressing } from './addressing';
export { Endpoints } from './endpoints';
export { NatGateways } from './nat-gateways';
export { NetworkTiers } from './network-tiers';
export { PublicAccessBlock } from './public-access-block';
export { QueryLogging } from './query-logging';
export { SecureVpc, type SecureVpcProps } from './secure-vpc';
export type { VpcAlarmThresholds } from './vpc-alarm-thresholds';
export { Zones } from './zones';
