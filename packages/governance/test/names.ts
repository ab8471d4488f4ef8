import { NAME_PROPERTIES, type Resource, resourcesOf } from '@org/testing';
import type { Stack } from 'aws-cdk-lib/core';

/** Name property by type: the list NAMED of the specification, and what the convention names besides. */
const NAMED: Record<string, string> = {
  ...NAME_PROPERTIES,
  'AWS::ApplicationAutoScaling::ScalingPolicy': 'PolicyName',
  'AWS::Backup::BackupVault': 'BackupVaultName',
  'AWS::CloudWatch::CompositeAlarm': 'AlarmName',
  'AWS::Events::EventBus': 'Name',
  'AWS::IAM::ManagedPolicy': 'ManagedPolicyName',
  'AWS::WAFv2::WebACL': 'Name',
};
const NAME_TAGGED = [
  'AWS::EC2::EIP',
  'AWS::EC2::FlowLog',
  'AWS::EC2::InternetGateway',
  'AWS::EC2::NatGateway',
  'AWS::EC2::RouteTable',
  'AWS::EC2::Subnet',
  'AWS::EC2::VPC',
  'AWS::EC2::VPCEndpoint',
];

export interface Named {
  readonly type: string;
  readonly name: string | undefined;
}

/** The types whose names the platform must show; a check over them fails when one is missing. */
export const NAMED_TYPES = [...Object.keys(NAMED), ...NAME_TAGGED].sort();

/** The names of a stack, with the account id as `<account>`. CDK's custom resource providers are left out. */
export function namesOf(stack: Stack): Named[] {
  return resourcesOf(stack)
    .filter(({ logicalId }) => !logicalId.includes('CustomResourceProvider'))
    .flatMap((resource) => {
      const property = NAMED[resource.Type];
      if (property) return [{ type: resource.Type, name: flat(resource.Properties[property]) }];
      return NAME_TAGGED.includes(resource.Type) ? [{ type: resource.Type, name: flat(nameTag(resource)) }] : [];
    });
}

export function nameTag({ Properties }: Resource): unknown {
  const tags = (Properties.Tags ?? []) as { Key: string; Value: unknown }[];
  return tags.find(({ Key }) => Key === 'Name')?.Value;
}

function flat(value: unknown): string | undefined {
  if (value === undefined || typeof value === 'string') return value;
  return JSON.stringify(value)
    .replace(/^\{"Fn::Join":\["",\[(.*)\]\]\}$/, '$1')
    .replace('{"Ref":"AWS::AccountId"}', '"<account>"')
    .replace(/","|^"|"$/g, '');
}
