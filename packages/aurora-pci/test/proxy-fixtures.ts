import { onlyResource, resourcesOf } from '@org/testing';
import type { Stack } from 'aws-cdk-lib/core';
import { type AuroraClusterProps, AuroraProxy, type AuroraProxyProps } from '../src';
import { database, newStack } from './fixtures';

/** A proxy before a cluster, and what a test adds or replaces. */
export function withProxy(props: Partial<AuroraProxyProps> = {}, cluster: Partial<AuroraClusterProps> = {}) {
  const stack = newStack();
  const aurora = database(stack, cluster);
  const proxy = new AuroraProxy(stack, 'Proxy', { database: aurora, ...props });
  return { stack, aurora, proxy };
}
export const proxyOf = (stack: Stack) => onlyResource(stack, 'AWS::RDS::DBProxy').Properties;
export const policyOf = (stack: Stack) =>
  resourcesOf(stack, 'AWS::IAM::ManagedPolicy').find(({ logicalId }) => logicalId.startsWith('Proxy'))?.Properties
    .PolicyDocument.Statement;
export const refused = (message: string) => new Error(`Stack/Proxy: ${message}`);
