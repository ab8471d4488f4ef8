import { Annotations, Token } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';

/** Leaves a warning on an image that is named by no version. One that is known only at deployment passes. */
export function warnOfLatest(scope: IConstruct, imageName: string): void {
  const version = /[:@]([^:@/]+(?::[0-9a-f]+)?)$/.exec(imageName)?.[1];
  if (version === undefined ? Token.isUnresolved(imageName) : version !== 'latest') return;
  Annotations.of(scope).addWarningV2(
    '@org/fargate-service:image-latest',
    'The image is the latest one that anybody pushed, and which one that is cannot be told from the template. PCI DSS 4.0.1 ' +
      'requirement 6.5.1 asks that changes are controlled: name a tag, or a digest.',
  );
}
