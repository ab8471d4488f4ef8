/** What a person wrote is wrong. The message says where, what, what is allowed and how to fix it; a stack would not help. */
export class ConfigError extends Error {
  public override readonly name = 'ConfigError';
}
