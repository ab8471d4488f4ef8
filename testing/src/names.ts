import type { AppView, StackResource } from './app-view';
import { plumbing, tagsOf } from './spec-vocabulary';

/** Where CloudFormation keeps the name of each type that must have one. */
export const NAME_PROPERTIES: Readonly<Record<string, string>> = {
  'AWS::ElasticLoadBalancingV2::LoadBalancer': 'Name',
  'AWS::ElasticLoadBalancingV2::TargetGroup': 'Name',
  'AWS::ECS::Cluster': 'ClusterName',
  'AWS::ECS::Service': 'ServiceName',
  'AWS::ECS::TaskDefinition': 'Family',
  'AWS::Logs::LogGroup': 'LogGroupName',
  'AWS::IAM::Role': 'RoleName',
  'AWS::S3::Bucket': 'BucketName',
  'AWS::RDS::DBCluster': 'DBClusterIdentifier',
  'AWS::RDS::DBInstance': 'DBInstanceIdentifier',
  'AWS::RDS::DBSubnetGroup': 'DBSubnetGroupName',
  'AWS::SecretsManager::Secret': 'Name',
  'AWS::SSM::Parameter': 'Name',
  'AWS::SNS::Topic': 'TopicName',
  'AWS::SQS::Queue': 'QueueName',
  'AWS::ECR::Repository': 'RepositoryName',
  'AWS::CloudWatch::Alarm': 'AlarmName',
  'AWS::KMS::Alias': 'AliasName',
  'AWS::EC2::SecurityGroup': 'GroupName',
};

/** Types that carry their name in a tag. */
const NAME_TAGGED = ['VPC', 'Subnet', 'NatGateway', 'InternetGateway', 'RouteTable'].map((type) => `AWS::EC2::${type}`);

/** A resource that must have a name, and the one it has. */
interface Named {
  readonly resource: StackResource;
  readonly name: string | undefined;
}

/** Every name and Name tag that the specification's NAMED asks for, with undefined where it is missing. */
export function names(view: AppView): Named[] {
  const exempt = plumbing(view);
  return view.resources
    .filter(
      (resource) => !exempt.has(resource) && (NAME_PROPERTIES[resource.Type] || NAME_TAGGED.includes(resource.Type)),
    )
    .map((resource) => {
      const property = NAME_PROPERTIES[resource.Type];
      const value = property ? resource.Properties[property] : tagsOf(resource).get('Name');
      return { resource, name: value === undefined ? undefined : view.flat(value, resource) };
    });
}

/** Names that no pattern allows, and resources that have none. */
export function misnamed(all: readonly Named[], ...allowed: readonly RegExp[]): string[] {
  return all
    .filter(({ name = '' }) => !allowed.some((pattern) => pattern.test(name)))
    .map(({ resource, name }) => `${resource.logicalId}: ${name}`);
}

/** Names that several resources of a type share. */
export function repeated(all: readonly Named[]): string[] {
  const keys = all.map(keyOf);
  return keys.filter((key, index) => keys.indexOf(key) !== index);
}

/**
 * What differs between the names under two suffixes besides the suffix itself, and what does not differ: names without
 * a counterpart, and names that both have.
 */
export function besidesSuffix(
  here: readonly Named[],
  suffix: string,
  there: readonly Named[],
  other: string,
): string[] {
  const [ours, theirs] = [here.map(keyOf), there.map(keyOf)];
  const renamed = theirs.map((key) => key.replaceAll(other, suffix));
  return [
    ...ours.filter((key) => theirs.includes(key) || !renamed.includes(key)),
    ...renamed.filter((key) => !ours.includes(key)),
  ];
}

function keyOf({ resource, name }: Named): string {
  return `${resource.Type} ${name}`;
}
