import { looksSecret } from './rules/secrets-in-text';
import type { Judgement } from './verdict';

/** Properties whose literal value is a secret. */
const SECRET_PROPERTY = /(Password|Passphrase|SecretString|SecretKey|AuthToken|PrivateKey|ApiKey)$/;

/** What such a property may hold without telling anything. */
const HARMLESS = /^(nothing|true|false)$/;

/**
 * A judgement fit to be handed on: evidence goes to more people than templates do. What a rule refused because it is a
 * secret in plain text is not repeated.
 */
export function redacted(judgement: Judgement): Judgement {
  const { outcome, path, found } = judgement;
  const literal = outcome === 'violated' && SECRET_PROPERTY.test(path) && !HARMLESS.test(found);
  return literal || looksSecret(found)
    ? { ...judgement, found: `plain text of ${found.length} characters` }
    : judgement;
}
