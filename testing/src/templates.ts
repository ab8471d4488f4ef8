import { Template } from 'aws-cdk-lib/assertions';
import type { Stack } from 'aws-cdk-lib/core';

// biome-ignore lint/suspicious/noExplicitAny: a template is JSON, and a test reaches into it freely.
export type Json = Record<string, any>;

/** All four parts of it, as the template of a bucket has them. */
export const PUBLIC_ACCESS_BLOCKED = {
  BlockPublicAcls: true,
  BlockPublicPolicy: true,
  IgnorePublicAcls: true,
  RestrictPublicBuckets: true,
};

/** One resource of a template. */
export interface Resource {
  readonly logicalId: string;
  readonly Type: string;
  readonly Properties: Json;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
  readonly DependsOn?: string[];
}

/** All resources of a stack's template, of one type where it is given. */
export function resourcesOf(stack: Stack, type?: string): Resource[] {
  const { Resources = {} } = Template.fromStack(stack).toJSON() as {
    Resources?: Record<string, Omit<Resource, 'logicalId'>>;
  };
  return Object.entries(Resources)
    .map(([logicalId, resource]) => ({ ...resource, logicalId, Properties: resource.Properties ?? {} }))
    .filter((resource) => type === undefined || resource.Type === type);
}

/** The single resource of a type; a test that expects one fails clearly when there are none or several. */
export function onlyResource(stack: Stack, type: string): Resource {
  return theOne(type, resourcesOf(stack, type));
}

/** The single resource of a type among those found. */
export function theOne<R extends Resource>(type: string, found: readonly R[]): R {
  const [resource] = found;
  if (found.length !== 1 || !resource) throw new Error(`Expected one ${type}, found ${found.length}.`);
  return resource;
}

/** CDK says this once a process, on whichever stack comes first: about the app's flags, not about a construct. */
const ABOUT_THE_APP = '@aws-cdk/core:crossStackReferencesDefaultStrong';

/** Warnings and errors that constructs left on a stack. */
export function annotationsOf(stack: Stack): string[] {
  return stack.node
    .findAll()
    .flatMap((construct) => construct.node.metadata)
    .filter(({ type }) => type === 'aws:cdk:warning' || type === 'aws:cdk:error')
    .map(({ data }) => String(data))
    .filter((message) => !message.includes(ABOUT_THE_APP));
}
