import { Aspects, Tags } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { AFTER_NAMES, applyAcrossStages } from './private/stages';
import { TAG_LIMITS } from './private/tag-limits';
import { isReservedKey, isTagKey, isTagValue } from './private/tag-text';

/** AWS takes 50 tags a resource; one of them is `Name`. */
const MAX_TAGS = 49;
/** What CDK calls a stack where it asks for resource types. */
const STACK = 'aws:cdk:stack';

/**
 * Tags that every resource of an app carries, and every stack: CloudFormation passes a stack's tags on to what CDK
 * cannot tag, such as the functions behind custom resources.
 * @see https://docs.aws.amazon.com/tag-editor/latest/userguide/tagging.html
 */
export class StandardTags {
  /**
   * A set of tags.
   * @param tags values by key. Keys have 1 to 128 and values up to 256 characters: letters, digits, spaces and
   *   `_.:/=+-@`. A key that begins with `aws:`, two keys that differ only in case, an empty set and more than 49 tags
   *   are errors too. A value that is known only at deployment reaches resources and no stacks, and CDK warns of it.
   */
  public static of(tags: { [key: string]: string }): StandardTags {
    const keys = Object.keys(tags);
    if (keys.length < 1 || keys.length > MAX_TAGS) {
      throw new Error(`StandardTags: \`tags\` must have 1 to ${MAX_TAGS} keys, got: ${keys.length}.`);
    }
    for (const [key, value] of Object.entries(tags)) {
      checkKey(key, keys);
      checkValue(key, value);
    }
    return new StandardTags({ ...tags });
  }

  private constructor(private readonly tags: { [key: string]: string }) {}

  /**
   * Tags every resource and every stack below a scope, in stages too. A tag that an author sets with `Tags.of()` on
   * an inner scope wins there. Call it after the last stage is created, and before one goes to a pipeline's `addStage()`, which
   * synthesizes it; else is an error.
   *
   * More than 50 tags on one resource are an error at synthesis, and so are two on a role or user that differ only in case.
   * @param scope usually the app.
   */
  public applyTo(scope: IConstruct): void {
    applyAcrossStages(scope, 'StandardTags', (place) => {
      Aspects.of(place).add(TAG_LIMITS, { priority: AFTER_NAMES });
      for (const [key, value] of Object.entries(this.tags)) {
        // Where the flag @aws-cdk/core:explicitStackTags is on, stacks are tagged only when they are named here.
        Tags.of(place).add(key, value, { excludeResourceTypes: [STACK] });
        Tags.of(place).add(key, value, { includeResourceTypes: [STACK] });
      }
    });
  }
}

function checkKey(key: string, keys: string[]): void {
  if (!isTagKey(key)) {
    throw new Error(`StandardTags: a tag key must have 1 to 128 letters, digits, spaces or _.:/=+-@, got: '${key}'.`);
  }
  if (isReservedKey(key)) {
    throw new Error(`StandardTags: a tag key must not begin with 'aws:', which AWS reserves, got: '${key}'.`);
  }
  const twin = keys.find((other) => other !== key && other.toLowerCase() === key.toLowerCase());
  if (twin !== undefined) {
    throw new Error(
      `StandardTags: tag keys must differ in more than case, as IAM requires, got: '${key}' and '${twin}'.`,
    );
  }
}

function checkValue(key: string, value: string): void {
  if (isTagValue(value)) return;
  throw new Error(
    `StandardTags: the value of '${key}' must have up to 256 letters, digits, spaces or _.:/=+-@, got: '${value}'.`,
  );
}
