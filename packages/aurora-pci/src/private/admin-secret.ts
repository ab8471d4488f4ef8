import type { IKey } from 'aws-cdk-lib/aws-kms';
import { type CfnSecret, Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Annotations, RemovalPolicy, Token } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { acknowledge, PASSWORD_IS_NOT_ROTATED, SECRET_HAS_KEY_OF_AWS } from './acknowledgements';
import { deterministicName, markDerivedName } from './deterministic-name';
import type { EngineFamily } from './engine-family';
import { fail, requireMatch } from './validation';

/** They break connection strings, or the engines refuse them. */
export const EXCLUDED_CHARACTERS = ' %+~`#$&*()|[]{}:;<>?!\'/@"\\=,^';

/** Names that attackers try first, and that the engines keep for themselves. */
const GUESSED = 'admin administrator aurora master mysql pgadmin postgres root sa superuser user'.split(' ');
const GUESSED_PREFIX = /^(pg|rds)_/;
/** Users of Amazon RDS itself, in every cluster: no data have such an admin. */
const RESERVED = 'rdsadmin rdsproxyadmin rdsrepladmin rdstopmgr'.split(' ');

/** The name of the admin user, checked. That of restored data is what it is, and nothing here knows it. */
export function adminName(
  scope: Construct,
  family: EngineFamily,
  given: string | undefined,
  restored: boolean,
): string {
  if (restored && given === undefined) {
    fail(
      scope,
      '`credentials` must name the admin user of the restored data, got: no `username`. Its secret would hold another name, ' +
        "and open nothing. Use AuroraCredentials.rotated(Duration.days(30), { username: '...' }) with the MasterUsername that " +
        "`aws rds describe-db-cluster-snapshots` shows: 'dbadmin' unless an AuroraCluster was told otherwise.",
    );
  }
  const username = given ?? 'dbadmin';
  if (Token.isUnresolved(username)) return username;
  requireMatch(
    scope,
    'username',
    username,
    new RegExp(`^[A-Za-z]\\w{0,${family.usernameLength - 1}}$`),
    `a letter, then letters, digits and underscores, at most ${family.usernameLength} characters`,
  );
  const name = username.toLowerCase();
  const reserved = RESERVED.includes(name);
  const guessed = !reserved && (GUESSED.includes(name) || GUESSED_PREFIX.test(name));
  if (guessed && restored) warnOfDefaultName(scope, username);
  if (reserved || (guessed && !restored)) {
    fail(
      scope,
      '`username` must not be a default or reserved admin name (PCI DSS 4.0.1 requirement 2.2.2), ' +
        `got: '${username}'. Use a name of your own, such as 'dbadmin'.`,
    );
  }
  return username;
}

function warnOfDefaultName(scope: Construct, username: string): void {
  Annotations.of(scope).addWarningV2(
    '@org/aurora-pci:restored-default-admin',
    `The admin user of the restored data is '${username}', and cannot be renamed. PCI DSS 4.0.1 requirement 2.2.2 lets a ` +
      'default account be used once its password is changed, which restoring does. Let no application log in as it.',
  );
}

interface AdminSecretOptions {
  readonly username: string;
  readonly encryptionKey: IKey | undefined;
  readonly rotated: boolean;
  /** What happens to the cluster. */
  readonly removalPolicy: RemovalPolicy;
}

/** The generated password of the admin user, under a name from which the Parameter Store path can be built. */
export function adminSecret(scope: Construct, options: AdminSecretOptions): Secret {
  // A creation that fails takes a cluster with a final snapshot back, and the secret with it: its name must be free then.
  const removalPolicy =
    options.removalPolicy === RemovalPolicy.SNAPSHOT ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : options.removalPolicy;
  const secret = new Secret(scope, 'Secret', {
    secretName: `${deterministicName(scope)}-credentials`,
    description: 'Admin user of the database cluster',
    encryptionKey: options.encryptionKey,
    generateSecretString: {
      secretStringTemplate: JSON.stringify({ username: options.username }),
      generateStringKey: 'password',
      passwordLength: 40,
      requireEachIncludedType: true,
      excludeCharacters: EXCLUDED_CHARACTERS,
    },
    removalPolicy,
  });
  markDerivedName(cfnSecret(secret));
  if (!options.rotated) acknowledge(secret, PASSWORD_IS_NOT_ROTATED);
  if (!options.encryptionKey) acknowledge(secret, SECRET_HAS_KEY_OF_AWS);
  return secret;
}

/** The resource behind the secret, whose name an aspect may replace. */
export function cfnSecret(secret: Secret): CfnSecret {
  return secret.node.defaultChild as CfnSecret;
}
