import { Token } from 'aws-cdk-lib/core';
import { REGION_CODE } from './region-code';

/** What may stand in the slots of a convention. Hyphens inside are single, because RDS refuses doubled ones. */
const SLOTS = {
  suffix: {
    title: '`suffix` (the environmentSuffix)',
    pattern: /^(?=.{1,10}$)[a-z0-9]+(-[a-z0-9]+)*$/,
    allowed: '1 to 10 lower-case letters, digits or single inner hyphens, e.g. aa1 or pr-123',
  },
  environment: {
    title: '`environment`',
    pattern: /^[a-z][a-z0-9]{0,9}$/,
    allowed: '1 to 10 lower-case letters or digits, beginning with a letter, e.g. prod',
  },
  region: {
    title: '`region`',
    pattern: REGION_CODE,
    allowed: 'the code of a region, e.g. us-east-1',
  },
  service: {
    title: '`service`',
    pattern: /^[a-z][a-z0-9]*$/,
    allowed: 'lower-case letters or digits, beginning with a letter, e.g. pay',
  },
  label: {
    title: '`label`',
    pattern: /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/,
    allowed: 'lower-case words joined by single hyphens and beginning with a letter, e.g. payment-jobs',
  },
} as const;

/**
 * Names are written into the template letter by letter, so that their lengths can be checked: no tokens here. An
 * `undefined`, which JavaScript and `any` let through, would be in each of them.
 */
export function requireSlot(slot: keyof typeof SLOTS, value: string): string {
  const { title, pattern, allowed } = SLOTS[slot];
  const isKnownText = typeof value === 'string' && !Token.isUnresolved(value);
  if (isKnownText && pattern.test(value)) return value;
  const got = Token.isUnresolved(value) ? 'a value that is known only at deployment' : `'${value}'`;
  throw new Error(`NamingConvention: ${title} must be ${allowed}, got: ${got}.`);
}
