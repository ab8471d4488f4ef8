import { isFalse, isTrue, judge, oneOf } from '../checks';
import { isInternet, parseCidr } from '../network/addresses';
import { type Ingress, type Ports, placeOf, securityGroups, share } from '../network/security-groups';
import { closedToStrangers } from '../policies/resource-policies';
import { RESOURCE_ACCOUNT, type Statement, statementsOf } from '../policies/statements';
import type { Check, Rule } from '../rule';
import { describe } from '../template/possibility';
import { type Reader, targetsOf } from '../template/read';
import type { Resource } from '../template/template';
import { type Judgement, readOff, worst } from '../verdict';
import { closedEgress, wayOut } from './egress';

const GROUP = 'AWS::EC2::SecurityGroup';
const HUB = 'https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html';

/** The internet must not come in on these ports. */
function closedOn(ports: Ports, expected: string): Check {
  return (group, reader): Judgement => {
    const open = securityGroups(reader)
      .fromInternet(group)
      .find((rule) => share(rule.ports, ports));
    if (open) return { outcome: 'violated', ...placeOf(open, group), found: `open on ${text(open)}`, expected };
    return unlessUnknown(group, (rule) => share(rule.ports, ports), reader, 'closed', expected);
  };
}

/** What holds as long as no source that the templates do not tell is the internet. */
function unlessUnknown(
  group: Resource,
  matters: (rule: Ingress) => boolean,
  reader: Reader,
  found: string,
  expected: string,
): Judgement {
  const open = securityGroups(reader).perhapsFromInternet(group).find(matters);
  if (!open) return { outcome: 'satisfied', path: 'Properties.SecurityGroupIngress', found, expected };
  const told = `${text(open)} for ${open.unknownRanges.join(', ')}`;
  return { outcome: 'undecidable', ...placeOf(open, group), found: told, expected };
}

const isWebPort = ({ ports }: Ingress) => ports.from === ports.to && [80, 443].includes(ports.from);

function text({ ports }: Ingress): string {
  if (ports.from < 0) return 'a protocol without ports';
  return ports.from === ports.to ? `port ${ports.from}` : `ports ${ports.from} to ${ports.to}`;
}

/** The internet comes in on 443 alone, and on 80 where a load balancer may redirect. */
const onlyWebPorts: Check = (group, reader): Judgement => {
  const expected = 'port 443, or 80 for a redirect';
  const open = securityGroups(reader)
    .fromInternet(group)
    .find((rule) => !isWebPort(rule));
  if (open) return { outcome: 'violated', ...placeOf(open, group), found: `open on ${text(open)}`, expected };
  return unlessUnknown(group, (rule) => !isWebPort(rule), reader, 'nothing else', expected);
};

const EMPTIER = 'Custom::VpcRestrictDefaultSG';
const EGRESS = 'AWS::EC2::SecurityGroupEgress';
/** Rules of groups in resources of their own. */
const ALONE = ['AWS::EC2::SecurityGroupIngress', EGRESS];

/** Somebody must have emptied the group that every VPC brings along, and nobody fills it again. */
const emptyDefaultGroup: Check = (vpc, reader): Judgement => {
  const expected = 'a custom resource that empties it, and no rule';
  const [filled] = ALONE.flatMap((type) => reader.referrers(vpc, type, 'GroupId'));
  if (filled) return readOff(filled, { outcome: 'violated', path: 'Properties.GroupId', found: 'a rule', expected });
  const [own] = reader.referrers(vpc, EMPTIER, 'DefaultSecurityGroupId');
  if (!own) return { outcome: 'violated', path: `${EMPTIER}.DefaultSecurityGroupId`, found: 'none', expected };
  const path = 'Properties.DefaultSecurityGroupId';
  return reader.certain(own, vpc, { outcome: 'satisfied', at: own, path, found: own.type, expected });
};

/** A rule for a group of this app is judged with its group. Of another group nobody sees here what stands behind it. */
const ofOtherGroup: Check = (rule, reader): Judgement => {
  const groups = ['GroupId', 'GroupName'].flatMap((key) => reader.read(rule, key));
  const others = groups.filter((one) => one.kind !== 'absent' && !targetsOf([one]).some(({ type }) => type === GROUP));
  if (others.length === 0) return { outcome: 'not-applicable', path: '', found: 'judged with its group', expected: '' };
  if (rule.type === EGRESS) return wayOut(reader.whole(rule), reader).judgement;
  const expected = 'sources that are named';
  return worst(
    securityGroups(reader)
      .openedBy(rule)
      .map((opening): Judgement => {
        const { ranges, unknownRanges, path } = opening;
        const found = `${text(opening)} of ${others.map(describe).join(' or ')}`;
        if (isInternet(ranges))
          return { outcome: isWebPort(opening) ? 'undecidable' : 'violated', path, found, expected };
        return { outcome: unknownRanges.length > 0 ? 'undecidable' : 'satisfied', path, found, expected };
      }),
  );
};

/** Partition and region as text, or as the reference that a template for any region has. */
const LAYER_BUCKET =
  /^arn:(aws[a-z-]*|\$\{AWS::Partition\}):s3:::prod-([a-z]{2}[a-z0-9-]*|\$\{AWS::Region\})-starport-layer-bucket\/\*$/;

/**
 * Amazon ECR hands out image layers as links that it signed itself, so their principal is not of the account. The bucket
 * belongs to AWS, and reading carries nothing out.
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html#ecr-minimum-s3-perms
 */
const readsImageLayers = ({ actions, notActions, resources, notResources }: Statement): boolean =>
  actions.length > 0 &&
  actions.every((action) => action === 's3:GetObject') &&
  resources.length > 0 &&
  resources.every((resource) => LAYER_BUCKET.test(resource)) &&
  notActions.length + notResources.length === 0;

const endpointPolicy: Check = (endpoint, reader): Judgement => {
  const expected = 'a policy that names who may use it, or whose resources it reaches';
  const documents = reader.read(endpoint, 'PolicyDocument');
  if (documents.some(({ kind }) => kind === 'absent'))
    return { outcome: 'violated', path: 'Properties.PolicyDocument', found: 'none, which lets in everybody', expected };
  const statements = statementsOf(endpoint, 'PolicyDocument', reader).filter((one) => !readsImageLayers(one));
  return { ...closedToStrangers(statements, 'Properties.PolicyDocument', RESOURCE_ACCOUNT), expected };
};

const ownsPrivateDns: Check = isTrue('PrivateDnsEnabled');
const isInterface = (endpoint: Resource, reader: Reader) =>
  reader.read(endpoint, 'VpcEndpointType').some((one) => describe(one) === 'Interface');

/** Entries of a network ACL that let the internet in on ports of administration. */
const closedAcl: Check = (entry, reader): Judgement => {
  const expected = 'no allowance of port 22 or 3389 for the internet';
  const ingress = reader.read(entry, 'Egress').some((one) => describe(one) !== 'true');
  const allows = reader.read(entry, 'RuleAction').some((one) => describe(one) === 'allow');
  const ranges = ['CidrBlock', 'Ipv6CidrBlock']
    .flatMap((key) => reader.read(entry, key))
    .flatMap((one) => parseCidr(describe(one)) ?? []);
  const number = (key: string) => reader.read(entry, `PortRange.${key}`).map((one) => Number(describe(one)));
  const [from = Number.NaN] = number('From');
  const [to = Number.NaN] = number('To');
  const covers = Number.isNaN(from) || [22, 3389].some((port) => from <= port && port <= to);
  const concerns = ingress && allows && covers;
  const open = ['CidrBlock', 'Ipv6CidrBlock']
    .flatMap((key) => reader.read(entry, key))
    .find((one) => one.kind !== 'absent' && !parseCidr(describe(one)));
  const at = { path: 'Properties.PortRange', expected };
  if (concerns && isInternet(ranges)) return { ...at, outcome: 'violated', found: 'such an entry' };
  return concerns && open
    ? { ...at, outcome: 'undecidable', found: describe(open) }
    : { ...at, outcome: 'satisfied', found: 'none' };
};

/** Where a machine, or a template of machines, has a setting. */
function settingOf({ type }: Resource, path: string): string {
  return type === 'AWS::EC2::LaunchTemplate' ? `LaunchTemplateData.${path}` : path;
}

/** A machine may leave it to its launch template, which it names by id or by name. */
const asksForSession: Check = (resource, reader) => {
  const own = oneOf(settingOf(resource, 'MetadataOptions.HttpTokens'), 'required')(resource, reader);
  const template = ['LaunchTemplateId', 'LaunchTemplateName'].flatMap((key) =>
    reader.read(resource, `LaunchTemplate.${key}`).filter(({ kind }) => kind !== 'absent'),
  );
  if (own.found !== 'nothing' || template.length === 0) return own;
  const named = reader.platform
    .all('AWS::EC2::LaunchTemplate')
    .filter((one) =>
      reader.read(one, 'LaunchTemplateName').some((name) => template.map(describe).includes(describe(name))),
    );
  const targets = [...targetsOf(template).filter(({ type }) => type === 'AWS::EC2::LaunchTemplate'), ...named];
  if (targets.length === 0) return { ...own, outcome: 'undecidable', found: template.map(describe).join(' or ') };
  return worst(targets.map((one) => readOff(one, asksForSession(one, reader))));
};

export const VPC_RULES: readonly Rule[] = [
  {
    id: 'PCI.VPC.2',
    title: 'The internet does not come in on port 22',
    requirement: '1.3.1',
    related: ['1.4.2', '1.5.1', '2.2.7'],
    severity: 'critical',
    resourceTypes: [GROUP],
    why: 'SSH that faces the internet is tried within minutes, without end.',
    fix: 'Use Session Manager, or name the addresses.',
    source: HUB,
    covers: [
      'securityhub:EC2.13',
      'securityhub:EC2.53',
      'securityhub:EC2.54',
      'prowler:ec2_securitygroup_allow_ingress_from_internet_to_tcp_port_22',
      'pulumi:security-group-ssh-rdp-ingress-restricted',
    ],
    check: closedOn({ from: 22, to: 22 }, 'port 22 closed to the internet'),
  },
  {
    id: 'PCI.VPC.3',
    title: 'The internet does not come in on port 3389',
    requirement: '1.3.1',
    related: ['1.4.2', '1.5.1', '2.2.7'],
    severity: 'critical',
    resourceTypes: [GROUP],
    why: 'Remote Desktop that faces the internet is how ransomware arrives.',
    fix: 'Use Fleet Manager, or name the addresses.',
    source: HUB,
    covers: ['securityhub:EC2.14', 'securityhub:EC2.53', 'securityhub:EC2.54'],
    check: closedOn({ from: 3389, to: 3389 }, 'port 3389 closed to the internet'),
  },
  {
    id: 'PCI.VPC.4',
    title: 'The internet comes in on HTTPS alone, and on HTTP to be redirected',
    requirement: '1.2.5',
    related: ['1.3.1', '1.4.2', '2.2.4'],
    severity: 'high',
    resourceTypes: [GROUP],
    why: 'Each port that is open needs a business reason; a payment platform has one port with one.',
    fix: 'Close the port, or name the addresses that need it.',
    source: HUB,
    covers: [
      'securityhub:EC2.18',
      'securityhub:EC2.19',
      'prowler:ec2_securitygroup_allow_ingress_from_internet_to_any_port',
      'pulumi:security-group-default-deny',
      'pulumi:ec2-security-group-disallow-inbound-http-traffic',
    ],
    check: onlyWebPorts,
  },
  {
    id: 'PCI.VPC.5',
    title: 'A security group lets out what is named, not everything',
    requirement: '1.3.2',
    related: ['1.2.5', '1.4.4', '11.5.1'],
    severity: 'high',
    resourceTypes: [GROUP],
    why: 'Card data leaves through whatever is open; CloudFormation opens everything unless told otherwise.',
    fix: 'Give SecurityGroupEgress the destinations and the one port that each needs. A database and the rotation of its password need none on the internet.',
    source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-ec2-securitygroup.html',
    covers: [
      'pulumi:security-group-egress-restriction',
      'pulumi:security-group-ssh-rdp-egress-restricted',
      'pulumi:database-strict-egress',
    ],
    check: closedEgress,
  },
  {
    id: 'PCI.VPC.6',
    title: 'The default security group of a network is empty',
    requirement: '1.3.1',
    related: ['1.2.5', '1.3.2', '2.2.1'],
    severity: 'medium',
    resourceTypes: ['AWS::EC2::VPC'],
    why: 'Whatever is started without a group lands in that one, and it lets its members talk and call out.',
    fix: "Empty it, as CDK's restrictDefaultSecurityGroup does, and give it no rule.",
    source: HUB,
    covers: ['securityhub:EC2.2'],
    check: emptyDefaultGroup,
  },
  {
    id: 'PCI.VPC.7',
    title: 'A subnet gives out no public address by itself',
    requirement: '1.4.2',
    related: ['1.3.1', '1.4.4'],
    severity: 'medium',
    resourceTypes: ['AWS::EC2::Subnet'],
    why: 'A machine must not become public because of where it was started.',
    fix: 'Set MapPublicIpOnLaunch to false or leave it out.',
    source: HUB,
    covers: ['securityhub:EC2.15', 'pulumi:vpc-subnet-auto-assign-public-ip-disabled'],
    check: isFalse('MapPublicIpOnLaunch', { absent: true }),
  },
  {
    id: 'PCI.VPC.8',
    title: 'An endpoint serves the account alone',
    requirement: '1.3.2',
    related: ['7.2.5', '7.3.3'],
    severity: 'medium',
    resourceTypes: ['AWS::EC2::VPCEndpoint'],
    why: 'Without a policy an endpoint carries data to buckets and tables of anybody.',
    fix: 'Give PolicyDocument principals, or a condition on aws:PrincipalAccount or aws:ResourceAccount.',
    source: 'https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html',
    covers: ['pulumi:vpc-endpoint-security-policy'],
    check: endpointPolicy,
  },
  {
    id: 'PCI.VPC.9',
    title: 'Calls to AWS take the endpoint without anybody thinking of it',
    requirement: '1.3.2',
    related: ['1.4.2'],
    severity: 'low',
    resourceTypes: ['AWS::EC2::VPCEndpoint'],
    why: 'Without private DNS the calls leave the network while the endpoint stands beside them.',
    fix: 'Set PrivateDnsEnabled to true.',
    source: 'https://docs.aws.amazon.com/vpc/latest/privatelink/manage-dns-names.html',
    check: (endpoint, reader) =>
      isInterface(endpoint, reader)
        ? ownsPrivateDns(endpoint, reader)
        : { outcome: 'not-applicable', path: '', found: 'not an interface endpoint', expected: '' },
  },
  {
    id: 'PCI.VPC.10',
    title: 'A network ACL does not let the internet in to administer',
    requirement: '1.3.1',
    related: ['1.4.2'],
    severity: 'medium',
    resourceTypes: ['AWS::EC2::NetworkAclEntry'],
    why: 'The second line must not be open where the first one fails.',
    fix: 'Leave ports 22 and 3389 out of the entries that allow the internet.',
    source: HUB,
    covers: ['securityhub:EC2.21', 'prowler:ec2_networkacl_allow_ingress_tcp_port_3389'],
    check: closedAcl,
  },
  {
    id: 'PCI.VPC.11',
    title: 'A flow log keeps all traffic, that which was refused included',
    requirement: '10.2.1',
    related: ['10.2.1.4'],
    severity: 'medium',
    resourceTypes: ['AWS::EC2::FlowLog'],
    why: 'Refused traffic shows who tries, accepted traffic who got in.',
    fix: 'Set TrafficType to ALL.',
    source: 'https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs.html',
    check: oneOf('TrafficType', 'ALL'),
  },
  {
    id: 'PCI.VPC.12',
    title: 'No machine of EC2 has a public address',
    requirement: '1.4.2',
    related: ['1.3.1', '1.4.4'],
    severity: 'high',
    resourceTypes: ['AWS::EC2::Instance', 'AWS::EC2::LaunchTemplate'],
    why: 'What the internet can address, it will.',
    fix: 'Set AssociatePublicIpAddress to false, or leave the interfaces out in a private subnet.',
    source: HUB,
    covers: ['securityhub:EC2.9'],
    check: (instance, reader) => {
      const interfaces = reader.lists(instance, settingOf(instance, 'NetworkInterfaces')).flat(2);
      const addresses = interfaces.flatMap((one) => reader.below(one, 'AssociatePublicIpAddress'));
      return judge(addresses, (value) => value === undefined || value === false, 'false');
    },
  },
  {
    id: 'PCI.VPC.13',
    title: 'A machine of EC2 gives its role only to whoever asks with a session',
    requirement: '2.2.6',
    related: ['6.2.4', '8.6.1'],
    severity: 'high',
    resourceTypes: ['AWS::EC2::Instance', 'AWS::EC2::LaunchTemplate'],
    why: 'The old metadata service hands credentials to every request that an attacker can make the machine send.',
    fix: 'Set MetadataOptions.HttpTokens to required.',
    source: HUB,
    covers: ['securityhub:EC2.8', 'securityhub:EC2.170', 'prowler:ec2_instance_imdsv2_enabled'],
    check: asksForSession,
  },
  {
    id: 'PCI.VPC.14',
    title: 'Networks are not joined to others by a peering',
    requirement: '1.3.1',
    related: ['1.2.3', '1.3.2', '1.4.1', '12.5.2'],
    severity: 'medium',
    resourceTypes: ['AWS::EC2::VPCPeeringConnection'],
    why: 'A peered network becomes a connected system, and comes into scope with all that is in it.',
    fix: 'Offer the one service through PrivateLink, or accept the peering with its reason.',
    source: 'https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-share-your-services.html',
    check: (): Judgement => ({ outcome: 'violated', path: 'Type', found: 'a peering', expected: 'none' }),
  },
  {
    id: 'PCI.VPC.17',
    title: 'A security group of elsewhere is not opened to the internet',
    requirement: '1.3.1',
    related: ['1.2.5', '1.3.2', '1.4.2'],
    severity: 'high',
    resourceTypes: ALONE,
    why: 'A rule for a group that was given by its id opens a system that no other rule sees.',
    fix: 'Name the sources, and the destinations or the one port that they need.',
    source: HUB,
    check: ofOtherGroup,
  },
];
