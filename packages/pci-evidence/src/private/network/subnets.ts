import { everyItem } from '../checks';
import type { Check } from '../rule';
import { describe } from '../template/possibility';
import { once, type Path, targetsOf } from '../template/read';

/** What stands in these subnets must not stand beside an internet gateway. */
export function privateSubnets(path: Path): Check {
  return everyItem(path, (item, reader) => {
    const expected = 'a subnet without a route to an internet gateway';
    const at = { path: item[0]?.path ?? '', expected };
    const subnets = targetsOf(item);
    if (subnets.length === 0) return { ...at, outcome: 'undecidable', found: item.map(describe).join(' or ') };
    const open = subnets.find((subnet) => openSubnets(reader).has(subnet));
    return open
      ? { ...at, outcome: 'violated', found: `${open.logicalId} has such a route` }
      : { ...at, outcome: 'satisfied', found: subnets.map(({ logicalId }) => logicalId).join(', ') };
  });
}

/** Subnets of whose route tables one leads to an internet gateway. */
const openSubnets = once((reader) => {
  const tables = reader.platform
    .all('AWS::EC2::Route')
    .filter((route) => reader.targets(route, 'GatewayId').some(({ type }) => type === 'AWS::EC2::InternetGateway'))
    .flatMap((route) => reader.targets(route, 'RouteTableId'));
  const open = new Set(tables);
  const subnets = reader.platform
    .all('AWS::EC2::SubnetRouteTableAssociation')
    .filter((one) => reader.targets(one, 'RouteTableId').some((table) => open.has(table)))
    .flatMap((one) => reader.targets(one, 'SubnetId'));
  return new Set(subnets);
});
