import type { ISubnet } from 'aws-cdk-lib/aws-ec2';
import { Token } from 'aws-cdk-lib/core';

/** In how many zones subnets stand, at most. Of imported subnets the zone may not be known: they count as one each. */
export function zonesOf(subnets: readonly ISubnet[]): number {
  return new Set(subnets.map((subnet) => zoneOf(subnet) ?? subnet.subnetId)).size;
}

/** As in "3 subnets in 1 zone". */
export function subnetsInZones(subnets: readonly ISubnet[]): string {
  const [many, zones] = [subnets.length, zonesOf(subnets)];
  return `${many} ${many === 1 ? 'subnet' : 'subnets'} in ${zones} ${zones === 1 ? 'zone' : 'zones'}`;
}

/** CDK throws where a subnet was imported without its zone, and has one placeholder for all of a list known at deployment. */
function zoneOf(subnet: ISubnet): string | undefined {
  try {
    const { availabilityZone } = subnet;
    return Token.isUnresolved([availabilityZone]) ? undefined : availabilityZone;
  } catch {
    return undefined;
  }
}
