import { Token } from 'aws-cdk-lib/core';

const CHARACTERS = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

/** Keys are written into the template as they are. A token has characters that no tag has, and is refused with them. */
export function isTagKey(key: string): boolean {
  return key.length >= 1 && key.length <= 128 && CHARACTERS.test(key);
}

/** A value that is known only at deployment passes; none at all, or a number, does not. */
export function isTagValue(value: string): boolean {
  return Token.isUnresolved(value) || (typeof value === 'string' && value.length <= 256 && CHARACTERS.test(value));
}

export function isReservedKey(key: string): boolean {
  return /^aws:/i.test(key);
}
