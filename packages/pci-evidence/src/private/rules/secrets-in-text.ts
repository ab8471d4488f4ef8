/** Names under which people keep secrets. */
const SECRET_NAME =
  /(^|_|-|\.)(pass(word|wd|phrase)?|pwd|secret|token|api_?key|private_?key|credentials?|connection_?string)($|_|-|\.)/i;

/** Values that say of themselves where the secret is: a reference to it is none. */
const REFERENCE =
  /^(\{\{resolve:(secretsmanager|ssm-secure):|arn:[^:]*:(secretsmanager|ssm|kms):|\/aws\/reference\/secretsmanager\/|alias\/)/;

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

/** Whether a name says that its literal value is a secret. Names of secrets, parameters and files are not. */
export function namesSecret(name: string, value: string): boolean {
  const pointsElsewhere = /_(arn|name|id|path|file|uri|url|prefix|ttl|days|version)$/i.test(name);
  return SECRET_NAME.test(name) && !pointsElsewhere && value !== '' && !REFERENCE.test(value) && !value.includes('${');
}

/** Whether a text has the form of a secret, whatever it is called. */
export function looksSecret(text: string): boolean {
  return SECRET_FORMS.some((form) => form.test(text));
}
