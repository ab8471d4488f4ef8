import type { CfnResource } from 'aws-cdk-lib/core';
import { fail } from './fail';
import { givenName, isFree } from './given-name';
import { UNNAMED_TYPES } from './unnamed-types';

const WORD = /[A-Z]+(?=[A-Z][a-z])|[A-Z][a-z0-9]*|[A-Z]+\d*/g;

/**
 * Refuses a resource without a name whose type could carry one and is not in the table, so that no resource stays
 * outside the convention unnoticed. A property counts as a name when it is `Name`, or the type's last words followed
 * by `Name` or `Identifier` (`DBCluster`: DBClusterIdentifier; `SecurityGroup`: GroupName).
 */
export function refuseUnknownName(resource: CfnResource): void {
  const type = resource.cfnResourceType;
  if (!type.startsWith('AWS::') || type in UNNAMED_TYPES) return;
  for (const attribute of nameAttributes(type)) {
    const property = resource.cfnPropertyName(attribute);
    if (property === undefined || !isFree(resource, givenName(resource, attribute))) continue;
    fail(
      resource,
      `\`${property}\` must be set, because the naming convention has no rule for ${type}, got: undefined. ` +
        'Set it to `naming.nameFor(...)`.',
    );
  }
}

/** Attributes of a type's L1 that would hold its name, if there are such. */
export function nameAttributes(type: string): string[] {
  const words = (type.split('::')[2]?.match(WORD) ?? []).map((word) => word.toLowerCase());
  const stems = words.map((_, from) => camelCase(words.slice(from)));
  return ['name', ...stems.flatMap((stem) => [`${stem}Name`, `${stem}Identifier`])];
}

function camelCase([first = '', ...others]: string[]): string {
  return first + others.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}
