import { Alias, type CfnAlias, type Key } from 'aws-cdk-lib/aws-kms';
import { Names, type RemovalPolicy } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { ownKey } from './private/own-key';
import { removalPolicyOf } from './private/removal-policy';

/** Properties of a key. */
export interface ComplianceKeyProps {
  /**
   * What happens to the key when it leaves the stack. What it encrypted can be read only as long as it is there.
   * `DESTROY` deletes it after seven days, the shortest time that AWS KMS allows.
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy;
}

/**
 * A customer-managed key for logs or data, rotated every year, under an alias. Whatever takes it as `encryptionKey` adds
 * the statement that its AWS service needs; until then policies of this account alone decide about its use. One for
 * logs and another for data keep those who read logs from reading data.
 *
 * An alias must have a name, so this construct derives one from its path. The L1 carries the construct metadata
 * `derived-name`: an aspect may replace it.
 * @see PCI DSS 4.0.1 requirements 3.6.1 and 3.7.4
 */
export class ComplianceKey extends Construct {
  /** CDK's key: to hand on as an `IKey`. An alias in its place is refused by what must change its policy. */
  public readonly key: Key;

  /** The alias of the key. */
  public readonly alias: Alias;

  constructor(scope: Construct, id: string, props: ComplianceKeyProps = {}) {
    super(scope, id);
    const removalPolicy = removalPolicyOf(this, props.removalPolicy);
    this.key = ownKey(this, 'Key', 'Encrypts logs or data that must be kept', removalPolicy);
    const aliasName = `alias/${Names.uniqueResourceName(this, { maxLength: 200, separator: '-' })}`;
    // An alias never outlives its stack: one that stayed would keep the name from the next stack.
    this.alias = new Alias(this, 'Alias', { aliasName, targetKey: this.key });
    (this.alias.node.defaultChild as CfnAlias).node.addMetadata('derived-name', true);
  }
}
