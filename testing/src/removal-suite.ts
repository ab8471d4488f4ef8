import { RemovalPolicy, type Stack } from 'aws-cdk-lib/core';
import { onlyResource, resourcesOf } from './templates';

/**
 * The tests that every construct with a bucket for logs passes of the removal policies that few know.
 * @param path of the construct.
 */
export function testRareRemovalPolicies(path: string, stackWith: (removalPolicy: RemovalPolicy) => Stack): void {
  test('RETAIN_ON_UPDATE_OR_DELETE keeps it, but a creation that fails may take it away', () => {
    const stack = stackWith(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
    const bucket = onlyResource(stack, 'AWS::S3::Bucket');
    expect([bucket.DeletionPolicy, bucket.UpdateReplacePolicy]).toEqual(['RetainExceptOnCreate', 'Retain']);
    expect(resourcesOf(stack, 'Custom::S3AutoDeleteObjects')).toEqual([]);
  });

  test('SNAPSHOT is refused', () => {
    expect(() => stackWith(RemovalPolicy.SNAPSHOT)).toThrow(
      new Error(
        `${path}: \`removalPolicy\` must be RETAIN, RETAIN_ON_UPDATE_OR_DELETE or DESTROY, got: SNAPSHOT, which ` +
          'exists for databases and volumes only. Use RemovalPolicy.RETAIN.',
      ),
    );
  });
}

/** Logical ids of what a bucket must outlive: whoever writes to it stops before its policy goes and it is emptied. */
export function removedAfterItsWriters(stack: Stack): string[] {
  return ['AWS::S3::BucketPolicy', 'Custom::S3AutoDeleteObjects'].map((type) => onlyResource(stack, type).logicalId);
}
