/** Both ways of docs/how-to/leave.md, with the CDK CLI on a local AWS. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AuroraCluster, AuroraEngine, AuroraInstances } from '@org/aurora-pci';
import { AuditBucket, AuditPurpose } from '@org/compliance-logging';
import { InstanceType, IpAddresses, SecurityGroup, SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import { CfnInclude } from 'aws-cdk-lib/cloudformation-include';
import { App, DefaultStackSynthesizer, RemovalPolicies, Stack } from 'aws-cdk-lib/core';
import { ACCOUNT, type LocalCloud } from '../cloud';
import { keepCloud } from './keep-cloud';

jest.setTimeout(300_000);

const region = 'us-east-1';
const RANGE = '10.0.0.0/16';
/** What the page says can be imported, and what it refers to. */
const IMPORTED = [
  'AWS::EC2::SecurityGroup',
  'AWS::IAM::ManagedPolicy',
  'AWS::IAM::Role',
  'AWS::KMS::Key',
  'AWS::Logs::LogGroup',
  'AWS::RDS::DBCluster',
  'AWS::RDS::DBClusterParameterGroup',
  'AWS::RDS::DBInstance',
  'AWS::RDS::DBSubnetGroup',
  'AWS::S3::Bucket',
  'AWS::SecretsManager::Secret',
];
interface Template {
  readonly Resources: Record<string, { readonly Type: string; DependsOn?: string[] }>;
}
interface Held {
  readonly StackResources: readonly {
    readonly LogicalResourceId: string;
    readonly PhysicalResourceId: string;
    readonly ResourceType: string;
  }[];
}

let cloud: LocalCloud;
let scratch: string;
let assemblies = 0;
keepCloud((started) => {
  cloud = started;
});
beforeEach(async () => {
  scratch = mkdtempSync(join(tmpdir(), 'leaving-'));
  await cloud.reset();
  await cdk('bootstrap', `aws://${ACCOUNT}/${region}`);
});
afterEach(() => rmSync(scratch, { recursive: true }));

async function cdk(...args: string[]): Promise<string> {
  const { status, output } = await cloud.cdk(args, { region, env: { CDK_VALIDATION: 'false' } });
  if (status !== 0) throw new Error(`cdk ${args.join(' ')} ended with ${status}:\n${output}`);
  return output;
}
const aws = <T>(...args: string[]) => cloud.ask<T>('call', region, ...args);
const deploy = (assembly: string, ...stacks: string[]) =>
  cdk('deploy', ...(stacks.length > 0 ? stacks : ['--all']), '--app', assembly, '--require-approval', 'never');

/** An app of one stack, as its owner writes it; gives its assembly. */
const synth = (name: string, build: (stack: Stack) => void) => synthAll((add) => build(add(name)));

function synthAll(build: (add: (name: string) => Stack) => void): string {
  const app = new App({ outdir: join(scratch, `cdk.out.${assemblies++}`), analyticsReporting: false });
  // An included template brings its own rule.
  const synthesizer = () => new DefaultStackSynthesizer({ generateBootstrapVersionRule: false });
  build((name) => new Stack(app, name, { env: { account: ACCOUNT, region }, synthesizer: synthesizer() }));
  return app.synth().directory;
}

function network(stack: Stack): Vpc {
  return new Vpc(stack, 'Vpc', {
    ipAddresses: IpAddresses.cidr(RANGE),
    availabilityZones: ['us-east-1a', 'us-east-1b'],
    subnetConfiguration: [{ name: 'database', subnetType: SubnetType.PRIVATE_ISOLATED }],
    restrictDefaultSecurityGroup: false,
  });
}

function payments(stack: Stack): [AuroraCluster, AuditBucket] {
  const database = new AuroraCluster(stack, 'Database', {
    engine: AuroraEngine.postgres('16.8'),
    vpc: network(stack),
    instances: AuroraInstances.provisioned({ instanceType: new InstanceType('r6g.large') }),
  });
  return [database, new AuditBucket(stack, 'Bucket', { purpose: AuditPurpose.data() })];
}

const held = async (stackName: string) =>
  (await aws<Held>('cloudformation', 'describe_stack_resources', JSON.stringify({ StackName: stackName })))
    .StackResources;

/** The record in the bucket, and the database: it has an id that no second one gets. */
async function data(bucket: string): Promise<unknown> {
  const { Versions } = await aws<{ Versions: { Key: string; VersionId: string }[] }>(
    's3',
    'list_object_versions',
    JSON.stringify({ Bucket: bucket }),
  );
  const { DBClusters } = await aws<{ DBClusters: { DbClusterResourceId: string }[] }>(
    'rds',
    'describe_db_clusters',
    '{}',
  );
  return {
    record: Versions.map(({ Key, VersionId }) => [Key, VersionId]),
    databases: DBClusters.map(({ DbClusterResourceId }) => DbClusterResourceId),
  };
}

/** The rules of all security groups that lead to another group. */
async function rules(): Promise<string[]> {
  const { SecurityGroupRules } = await aws<{
    SecurityGroupRules: {
      IsEgress: boolean;
      FromPort: number;
      GroupId: string;
      ReferencedGroupInfo?: { GroupId: string };
    }[];
  }>('ec2', 'describe_security_group_rules', '{}');
  return SecurityGroupRules.flatMap(({ IsEgress, FromPort, GroupId, ReferencedGroupInfo }) =>
    ReferencedGroupInfo ? [`${IsEgress ? 'out' : 'in'} ${FromPort} ${GroupId} ${ReferencedGroupInfo.GroupId}`] : [],
  ).sort();
}

async function writeRecord(): Promise<string> {
  const bucket = (await held('Payments')).find(({ ResourceType }) => ResourceType === 'AWS::S3::Bucket');
  const Bucket = bucket?.PhysicalResourceId ?? '';
  await aws('s3', 'put_object', JSON.stringify({ Bucket, Key: 'record', Body: 'paid' }));
  return Bucket;
}

async function backupDays(): Promise<number[]> {
  const { DBClusters } = await aws<{ DBClusters: { BackupRetentionPeriod: number }[] }>(
    'rds',
    'describe_db_clusters',
    '{}',
  );
  return DBClusters.map(({ BackupRetentionPeriod }) => BackupRetentionPeriod);
}

test('the stack stays and the packages go: no difference, and the data are there', async () => {
  const deployed = synth('Payments', payments);
  await deploy(deployed);
  const bucket = await writeRecord();
  const before = await data(bucket);

  const templateFile = join(deployed, 'Payments.template.json');
  const included = synth('Payments', (stack) => new CfnInclude(stack, 'Template', { templateFile }));
  await cdk('diff', '--fail', '--app', included);

  await deploy(
    synth('Payments', (stack) => keepBackupsLonger(new CfnInclude(stack, 'Template', { templateFile }), templateFile)),
  );
  expect(await backupDays()).toEqual([14]);
  expect(await data(bucket)).toEqual(before);
});

test('the stack goes and the data stay: another stack imports them, finds no difference, and changes them', async () => {
  const deployed = synth('Payments', (stack) => {
    for (const construct of payments(stack)) RemovalPolicies.of(construct).retain();
  });
  await deploy(deployed);
  const bucket = await writeRecord();
  const before = await data(bucket);
  const physical = new Map(
    (await held('Payments')).map(({ LogicalResourceId, PhysicalResourceId }) => [
      LogicalResourceId,
      PhysicalResourceId,
    ]),
  );

  await deploy(synth('Payments', network));
  expect(await data(bucket)).toEqual(before);

  const kept = keptResources(join(deployed, 'Payments.template.json'), physical);
  const templateFile = join(scratch, 'kept.json');
  writeFileSync(templateFile, JSON.stringify({ Resources: kept }));
  const mapping = join(scratch, 'mapping.json');
  writeFileSync(mapping, JSON.stringify(await identifiers(templateFile, physical)));
  const owner = synth('Ours', (stack) => new CfnInclude(stack, 'Kept', { templateFile }));
  await cdk('import', '--app', owner, '--resource-mapping', mapping);
  await cdk('diff', '--fail', '--app', owner);

  await deploy(
    synth('Ours', (stack) => keepBackupsLonger(new CfnInclude(stack, 'Kept', { templateFile }), templateFile)),
  );
  expect(await backupDays()).toEqual([14]);
  expect(await data(bucket)).toEqual(before);
});

test('who connects from another stack stays connected: the rules of both ends outlive what declared them', async () => {
  const connected = (opens: boolean) =>
    synthAll((add) => {
      const stack = add('Payments');
      const [database] = payments(stack);
      const { vpc } = database.cluster;
      RemovalPolicies.of(database).retain();
      const service = new SecurityGroup(add('Orders'), 'Service', { vpc, allowAllOutbound: false });
      if (!opens) return;
      service.connections.allowToDefaultPort(database);
      RemovalPolicies.of(service).retain();
    });
  await deploy(connected(true));
  const before = await rules();
  expect(before).toEqual(
    expect.arrayContaining([expect.stringMatching(/^in 5432/), expect.stringMatching(/^out 5432/)]),
  );

  // The exports of the other stack are in use until then.
  await deploy(connected(false), 'Orders', '--exclusively');
  await deploy(connected(false));
  expect(await rules()).toEqual(before);
});

/** A change of somebody who has left, which a deployment must be able to make. */
function keepBackupsLonger(template: CfnInclude, templateFile: string): void {
  const [cluster = ''] = idsOf(templateFile, 'AWS::RDS::DBCluster');
  template.getResource(cluster).addPropertyOverride('BackupRetentionPeriod', 14);
}

function idsOf(templateFile: string, type: string): string[] {
  const { Resources } = JSON.parse(readFileSync(templateFile, 'utf8')) as Template;
  return Object.keys(Resources).filter((id) => Resources[id]?.Type === type);
}

/** The resources that are imported, as they were written; what they refer to and is not imported is named by its id. */
function keptResources(templateFile: string, physical: ReadonlyMap<string, string>): Template['Resources'] {
  const { Resources } = JSON.parse(readFileSync(templateFile, 'utf8')) as Template;
  const kept = Object.entries(Resources).filter(([, { Type }]) => IMPORTED.includes(Type));
  const ids = kept.map(([id]) => id);
  for (const [, resource] of kept) {
    if (resource.DependsOn) resource.DependsOn = resource.DependsOn.filter((id) => ids.includes(id));
  }
  return JSON.parse(JSON.stringify(Object.fromEntries(kept)), (_key, value) => {
    const [id, attribute] = referredTo(value);
    if (id === undefined || ids.includes(id)) return value;
    return attribute === 'CidrBlock' ? RANGE : physical.get(id);
  });
}

/** The resource that a value of a template refers to, and the attribute of it, if one is meant. */
function referredTo(value: unknown): [id?: string, attribute?: string] {
  if (typeof value !== 'object' || value === null) return [];
  const { Ref, 'Fn::GetAtt': attribute } = value as { Ref?: string; 'Fn::GetAtt'?: [string, string] };
  return attribute ?? (Ref && !Ref.startsWith('AWS::') ? [Ref] : []);
}

/** What `cdk import` would ask for: the identifiers that CloudFormation wants for each type. */
async function identifiers(templateFile: string, physical: ReadonlyMap<string, string>): Promise<object> {
  const { ResourceIdentifierSummaries } = await aws<{
    ResourceIdentifierSummaries: { ResourceType: string; ResourceIdentifiers: string[] }[];
  }>('cloudformation', 'get_template_summary', JSON.stringify({ TemplateBody: readFileSync(templateFile, 'utf8') }));
  const named = ResourceIdentifierSummaries.flatMap(({ ResourceType, ResourceIdentifiers: [identifier = ''] }) =>
    idsOf(templateFile, ResourceType).map((id) => [id, { [identifier]: physical.get(id) }]),
  );
  return Object.fromEntries(named);
}
