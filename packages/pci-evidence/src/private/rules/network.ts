import { when } from '../checks';
import { NetworkPaths } from '../network/paths';
import type { Check, Rule } from '../rule';
import { once, type Reader } from '../template/read';
import type { Resource } from '../template/template';
import type { Judgement } from '../verdict';
import { standsAlone } from './rds';

const networkOf = once((reader) => new NetworkPaths(reader));

/** @param path property that names the security groups, for the judgement */
function behindLoadBalancer(path: string): Check {
  return (resource: Resource, reader: Reader): Judgement => {
    const network = networkOf(reader);
    const { path: way, unknown } = network.to(resource);
    const expected = 'no way from the internet but through an HTTPS load balancer';
    const judgement = { path: `Properties.${path}`, expected };
    if (way) return { ...judgement, outcome: 'violated', found: way.steps.join(' -> ') };
    if (network.groupsBefore(resource).length === 0)
      return { ...judgement, outcome: 'undecidable', found: 'no security group of this app' };
    if (unknown.length > 0) return { ...judgement, outcome: 'undecidable', found: `open to ${unknown.join(', ')}` };
    return { ...judgement, outcome: 'satisfied', found: 'no such way' };
  };
}

const WHY =
  'Segmentation is worth what its weakest path is worth: a chain of groups that each look harmless is as open as its first.';
const FIX = 'Close the first opening of the path that is shown, or let it lead to the load balancer.';
const SOURCE = 'https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html';

export const NETWORK_RULES: readonly Rule[] = [
  {
    id: 'PCI.Network.1',
    title: 'No path leads from the internet to a database except through the HTTPS load balancer',
    requirement: '1.4.4',
    related: ['1.2.3', '1.3.1', '1.4.1', '1.4.2'],
    severity: 'critical',
    resourceTypes: ['AWS::RDS::DBCluster', 'AWS::RDS::DBInstance', 'AWS::RDS::DBProxy'],
    why: WHY,
    fix: FIX,
    source: SOURCE,
    covers: ['pulumi:database-strict-network-access'],
    check: (database, reader) =>
      database.type === 'AWS::RDS::DBInstance'
        ? when(standsAlone, behindLoadBalancer('VPCSecurityGroups'))(database, reader)
        : behindLoadBalancer('VpcSecurityGroupIds')(database, reader),
  },
  {
    id: 'PCI.Network.2',
    title: 'No path leads from the internet to a task except through the HTTPS load balancer',
    requirement: '1.4.1',
    related: ['1.2.3', '1.3.1', '1.4.2'],
    severity: 'critical',
    resourceTypes: ['AWS::ECS::Service'],
    why: WHY,
    fix: FIX,
    source: SOURCE,
    check: behindLoadBalancer('NetworkConfiguration.AwsvpcConfiguration.SecurityGroups'),
  },
];
