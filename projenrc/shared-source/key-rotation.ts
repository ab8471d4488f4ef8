import type { CfnKey, IAlias, IKey } from 'aws-cdk-lib/aws-kms';
import { CfnResource, Stack } from 'aws-cdk-lib/core';
import { warnsItself } from './warns-itself';

/**
 * What is said of a key of this app that is not rotated, also behind an alias of this app. What is known at deployment only is
 * not judged.
 */
export function notRotated(key: IKey): string | undefined {
  const resource = key.node.defaultChild;
  if (!CfnResource.isCfnResource(resource)) return undefined;
  if (resource.cfnResourceType === 'AWS::KMS::Alias') return notRotated((key as IAlias).aliasTargetKey);
  if (resource.cfnResourceType !== 'AWS::KMS::Key') return undefined;
  if (warnsItself(resource)) return undefined;
  const { enableKeyRotation, keySpec, origin } = resource as CfnKey;
  const { rotation, spec, material } = Stack.of(resource).resolve({
    rotation: enableKeyRotation,
    spec: keySpec,
    material: origin,
  });
  if (rotation === true || typeof rotation === 'object') return undefined;
  const kind = [spec ?? SYMMETRIC, material ?? 'AWS_KMS'];
  return kind.join() === `${SYMMETRIC},AWS_KMS` ? NOT_ROTATED : notByItself(kind.join(', origin '));
}

const SYMMETRIC = 'SYMMETRIC_DEFAULT';

const NOT_ROTATED =
  'is not rotated, and PCI DSS 4.0.1 requirement 3.7.4 asks that keys change at the end of their cryptoperiod. Give it ' +
  '`enableKeyRotation: true`, or leave it out where a key is made without it.';

const notByItself = (kind: string): string =>
  `(key spec ${kind}) is of a kind that AWS KMS does not rotate by itself, as it does symmetric keys whose material it made, and PCI DSS 4.0.1 ` +
  'requirement 3.7.4 asks that keys change at the end of their cryptoperiod. Use such a key, or acknowledge this with how it ' +
  'is changed.';
