import { everyItem } from '../checks';
import type { Check } from '../rule';
import { describe, type Possibility, textOf } from '../template/possibility';
import { type Item, once, type Path, type Reader, targetsOf } from '../template/read';
import type { Resource } from '../template/template';
import type { Judgement } from '../verdict';

/** What stands in these subnets must not stand beside an internet gateway. */
export function privateSubnets(path: Path): Check {
  const every = everyItem(path, judgeSubnet);
  return (resource, reader) => {
    const judgement = every(resource, reader);
    return judgement.found === 'an empty list' ? { ...judgement, outcome: 'undecidable' } : judgement;
  };
}

/** An item of a list of subnets. */
export function judgeSubnet(item: Item, reader: Reader): Judgement {
  const expected = 'a subnet without a route to an internet gateway';
  const at = { path: item[0]?.path ?? '', expected };
  const subnets = targetsOf(item);
  const { open, unknown } = routes(reader);
  const bad = subnets.find((subnet) => open.has(subnet));
  if (bad) return { ...at, outcome: 'violated', found: `${bad.logicalId} has such a route` };
  const [outside] = item.filter((one) => targetsOf([one]).length === 0).map(describe);
  const unsure = subnets.find((subnet) => unknown.has(subnet));
  if (outside !== undefined || unsure)
    return { ...at, outcome: 'undecidable', found: outside ?? `${unsure?.logicalId} has a route that is not told` };
  return { ...at, outcome: 'satisfied', found: subnets.map(({ logicalId }) => logicalId).join(', ') };
}

/** Subnets of whose route tables one leads to an internet gateway, and those of which nobody can tell. */
const routes = once((reader) => {
  const kinds = reader.platform.all('AWS::EC2::Route').map((route) => ({ route, kind: kindOf(route, reader) }));
  const tables = (wanted: string) =>
    new Set(kinds.filter(({ kind }) => kind === wanted).flatMap(({ route }) => reader.targets(route, 'RouteTableId')));
  const associations = reader.platform
    .all('AWS::EC2::SubnetRouteTableAssociation')
    .map((one) => ({ subnets: reader.targets(one, 'SubnetId'), tables: reader.targets(one, 'RouteTableId') }));
  const subnetsOf = (found: ReadonlySet<Resource>, unknown: boolean) =>
    new Set(
      associations
        .filter(({ tables }) => tables.some((table) => found.has(table)) || (unknown && tables.length === 0))
        .flatMap(({ subnets }) => subnets),
    );
  return { open: subnetsOf(tables('open'), false), unknown: subnetsOf(tables('unknown'), true) };
});

/** Whether a route leads to an internet gateway: by its reference, or by what ids of such gateways begin with. */
function kindOf(route: Resource, reader: Reader): 'open' | 'closed' | 'unknown' {
  const gateways = reader.read(route, 'GatewayId').filter(({ kind }) => kind !== 'absent');
  const isOpen = (one: Possibility) =>
    targetsOf([one]).some(({ type }) => type === 'AWS::EC2::InternetGateway') || /^igw-/.test(textOf(one));
  if (gateways.some(isOpen)) return 'open';
  return gateways.some(({ kind }) => kind === 'unknown') ? 'unknown' : 'closed';
}
