import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Token } from 'aws-cdk-lib/core';

/** What IAM takes in a managed policy, white space apart. */
const MOST_CHARACTERS = 6144;

/** Version, brackets and commas around the statements. */
const FRAME = 100;

/** What a reference may become: ARNs are seldom longer. */
const REFERENCE = 150;

/** How much room a policy has, from above: its document merges statements, and then takes less. */
export class PolicyRoom {
  private left = MOST_CHARACTERS - FRAME;
  private readonly known = new Set<string>();

  /** Takes the room of a statement, if there is enough; a statement that is there already needs none. */
  public take(statement: PolicyStatement): boolean {
    const text = JSON.stringify(statement.toStatementJson());
    if (this.known.has(text)) return true;
    const references = [...statement.resources, ...statement.notResources].filter((arn) => Token.isUnresolved(arn));
    const length = text.length + REFERENCE * references.length;
    if (length > this.left && this.known.size > 0) return false;
    this.left -= length;
    this.known.add(text);
    return true;
  }
}
