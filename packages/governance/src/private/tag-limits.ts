import { CfnResource, type IAspect, TagManager } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { fail } from './fail';

/** What AWS takes for a resource or a stack. CDK's own tags count, such as the two of each subnet. */
const MOST = 50;

/** Where keys of tags are told apart without regard to case. */
const CASELESS = ['AWS::IAM::Role', 'AWS::IAM::User'];

/** Refuses what standard tags, those of an author and those of CDK come to on one resource, and AWS would not take. */
class TagLimits implements IAspect {
  public visit(node: IConstruct): void {
    const keys = Object.keys(TagManager.of(node)?.tagValues() ?? {});
    if (keys.length > MOST) {
      fail(node, `there must be at most ${MOST} tags, got: ${keys.length}. Leave some out of those of all resources.`);
    }
    if (!CfnResource.isCfnResource(node) || !CASELESS.includes(node.cfnResourceType)) return;
    const seen = new Map<string, string>();
    for (const key of keys) {
      const twin = seen.get(key.toLowerCase());
      if (twin !== undefined) {
        fail(
          node,
          `tag keys must differ in more than case, as IAM requires, got: '${twin}' and '${key}'. Write both the same way.`,
        );
      }
      seen.set(key.toLowerCase(), key);
    }
  }
}

/** One for all, which runs once on each construct, however many sets of tags are applied above it. */
export const TAG_LIMITS = new TagLimits();
