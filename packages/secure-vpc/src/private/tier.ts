import { SubnetType } from 'aws-cdk-lib/aws-ec2';

/** A group of subnets, one in each zone, that are routed alike. */
export interface Tier {
  /** Stands in construct ids and in the tag by which CDK finds the group again: never change one. */
  readonly name: string;
  readonly subnetType: SubnetType;
  /** Quarter of the VPC's addresses that the tier takes: never change one, or its subnets move. */
  readonly slot: number;
}

export const PUBLIC: Tier = { name: 'Public', subnetType: SubnetType.PUBLIC, slot: 0 };
export const PRIVATE: Tier = { name: 'Private', subnetType: SubnetType.PRIVATE_WITH_EGRESS, slot: 1 };
export const ISOLATED: Tier = { name: 'Isolated', subnetType: SubnetType.PRIVATE_ISOLATED, slot: 2 };
