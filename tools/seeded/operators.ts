/** A value in a template. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
export type JsonMap = { readonly [key: string]: Json };

/** One way to break a control: what it does in words, and the value that takes the place of the one that is there. */
export interface Broken {
  readonly how: string;
  /** Undefined where the property is left out. */
  readonly value: Json | undefined;
}

/** Breaks a property in every way that applies to it; none where it is no better than broken already. */
export type Break = (value: Json, resources: Resources) => readonly Broken[];

/** The resources of the template that a property stands in. */
export type Resources = Readonly<Record<string, { readonly Type: string; readonly Properties?: JsonMap }>>;

export function isMap(value: Json | undefined): value is JsonMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

/** Leaves the property out. */
export const removed: Break = () => [{ how: 'removed', value: undefined }];

/** Leaves it out where it names a key of the account: without one the service takes a key of its own anyway. */
export const removedWithKey: Break = (value, resources) =>
  JSON.stringify(value).includes('aws:kms') ? removed(value, resources) : [];

/** Turns true into false and the other way round. */
export const flipped: Break = (value) => {
  const is = String(value) === 'true';
  return [{ how: `made ${!is}`, value: typeof value === 'string' ? String(!is) : !is }];
};

/** Puts weaker values in its place. */
export function to(...weaker: readonly Json[]): Break {
  return (value) =>
    weaker
      .filter((other) => JSON.stringify(other) !== JSON.stringify(value))
      .map((other) => ({ how: `made ${brief(other)}`, value: other }));
}

/** Adds something to a list. */
export function plus(...items: readonly Json[]): Break {
  return (value) =>
    isList(value) ? items.map((item) => ({ how: `and ${brief(item)}`, value: [...value, item] })) : [];
}

/** What CDK writes into a group that lets nothing out: an address that nobody has. */
const NOWHERE = '255.255.255.255/32';

/** Opens a rule of a security group wider: every port below or above, every protocol, every address. */
export const widened: Break = (rule) => {
  if (!isMap(rule)) return [];
  const { CidrIp, FromPort, ToPort, ...rest } = rule;
  if (CidrIp === NOWHERE)
    return [{ how: 'to everywhere instead of nowhere', value: { CidrIp: '0.0.0.0/0', IpProtocol: '-1' } }];
  const ports = FromPort === undefined ? {} : { FromPort, ToPort };
  return [
    ...(FromPort === undefined ? [] : [{ how: 'from port 0', value: { ...rule, FromPort: 0 } }]),
    ...(ToPort === undefined ? [] : [{ how: 'to port 65535', value: { ...rule, ToPort: 65_535 } }]),
    { how: 'every protocol', value: { ...rule, IpProtocol: '-1' } },
    ...(CidrIp === undefined || CidrIp === '0.0.0.0/0'
      ? []
      : [{ how: 'every address', value: { ...rest, ...ports, CidrIp: '0.0.0.0/0' } as Json }]),
  ];
};

/** Applies where the app has no resource of a type that keeps the control up without the property. */
export function withoutOthers(type: string, applied: Break): Break {
  return (value, resources) =>
    Object.values(resources).some(({ Type }) => Type === type) ? [] : applied(value, resources);
}

/** Takes items out of a list, one at a time. The last one stays: for many lists, empty means everything. */
export function without(...items: readonly Json[]): Break {
  return (value) =>
    isList(value) && value.length > 1
      ? items
          .filter((item) => value.includes(item))
          .map((item) => ({ how: `without ${brief(item)}`, value: value.filter((other) => other !== item) }))
      : [];
}

/** Puts a subnet with a route to the internet in the place of the first one. */
export const inPublicSubnet: Break = (value, resources) => {
  const open = Object.values(resources).find(
    ({ Type, Properties }) => Type === 'AWS::EC2::Route' && Properties?.GatewayId,
  );
  const subnet = Object.values(resources).find(
    ({ Type, Properties }) =>
      Type === 'AWS::EC2::SubnetRouteTableAssociation' &&
      same(Properties?.RouteTableId, open?.Properties?.RouteTableId),
  )?.Properties?.SubnetId;
  return isList(value) && subnet ? [{ how: 'in a public subnet', value: [subnet, ...value.slice(1)] }] : [];
};

/** Keeps one item of a list: one zone instead of several. */
export const fewer: Break = (value) =>
  isList(value) && value.length > 1 ? [{ how: 'with one item', value: value.slice(0, 1) }] : [];

/** Gives the application the role that pulls images and reads secrets. */
export const likeExecutionRole: Break = (value) =>
  isMap(value) && value.ExecutionRoleArn !== undefined
    ? [{ how: 'with one role for both', value: { ...value, TaskRoleArn: value.ExecutionRoleArn } }]
    : [];

/** Leads to the internet gateway instead of a NAT gateway. */
export const pastNat: Break = (value, resources) => {
  const gateway = Object.keys(resources).find((id) => resources[id]?.Type === 'AWS::EC2::InternetGateway');
  if (!isMap(value) || !value.NatGatewayId || !gateway) return [];
  const { NatGatewayId: _, ...route } = value;
  return [{ how: 'past the NAT gateway', value: { ...route, GatewayId: { Ref: gateway } } }];
};

function same(a: Json | undefined, b: Json | undefined): boolean {
  return a !== undefined && JSON.stringify(a) === JSON.stringify(b);
}

export function brief(value: Json): string {
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
