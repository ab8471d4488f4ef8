import { type Possibility, textOf } from '../template/possibility';
import type { Outcome } from '../verdict';

/** Names under which people keep secrets. */
const SECRET_NAME =
  /(^|_|-|\.)(pass(word|wd|phrase)?|pwd|secret|token|api_?key|private_?key|credentials?|connection_?string)($|_|-|\.)/i;

/** Values that say of themselves where the secret is: a reference to it is none. */
const REFERENCE = /^(arn:[^:]*:(secretsmanager|ssm|kms):|\/aws\/reference\/secretsmanager\/|alias\/)/;

/** Forms that secrets of well-known kinds have. */
const SECRET_FORMS = [
  /\b(AKIA|ASIA)[A-Z0-9]{16}\b/,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  /\bsk_(live|test)_[A-Za-z0-9]{16,}/,
  /\bgh[pousr]_[A-Za-z0-9]{30,}/,
  /\bxox[abprs]-[A-Za-z0-9-]{10,}/,
  /^eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]+$/,
  /:\/\/[^/\s:@${]+:[^/\s:@${]{4,}@/,
];

/** Parts of a secret that are none themselves. */
const PLAIN_PART = /^(user(name)?|host(name)?|port|engine|(db)?name|database|db(Instance|Cluster)Identifier|region)$/i;

/**
 * What a variable of a plain environment holds. A secret that CloudFormation puts in its place at deployment is readable
 * there as well; the name or the ARN of one says nothing.
 */
export function judgeVariable(name: string, value: Possibility): Outcome {
  const text = textOf(value);
  if (looksSecret(text) || resolvesSecret(text)) return 'violated';
  if (value.kind === 'reference') return value.attribute === 'SecretAccessKey' ? 'violated' : 'satisfied';
  if (!namesSecret(name, text)) return 'satisfied';
  return value.kind === 'unknown' && !/^parameter /.test(text) ? 'undecidable' : 'violated';
}

/** Whether a name says that its literal value is a secret. Names of secrets, parameters and files are not. */
function namesSecret(name: string, value: string): boolean {
  const pointsElsewhere = /_(arn|name|id|path|file|uri|url|prefix|ttl|days|version)$/i.test(name);
  return SECRET_NAME.test(name) && !pointsElsewhere && value !== '' && !REFERENCE.test(value) && !value.includes('${');
}

/** Whether a text takes in a secret at deployment, as a whole or a part that is secret itself. */
export function resolvesSecret(text: string): boolean {
  const [, ...references] = text.split(/\{\{resolve:(?:secretsmanager|ssm-secure):/);
  return references.some((one) => !PLAIN_PART.test(/:SecretString:([^:}]+)/.exec(one)?.[1] ?? ''));
}

/** Whether a text has the form of a secret, whatever it is called. */
export function looksSecret(text: string): boolean {
  return SECRET_FORMS.some((form) => form.test(text));
}
