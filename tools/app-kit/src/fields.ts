import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { RemovalPolicy } from 'aws-cdk-lib/core';
import { z } from 'zod';

const SUFFIX = /^(?=.{1,10}$)[a-z0-9]+(-[a-z0-9]+)*$/;

/** The suffix that ends every name; short, because load balancers and target groups stop at 32 characters. */
export function environmentSuffix(): z.ZodString {
  return z
    .string()
    .regex(SUFFIX, 'must be 1 to 10 lower-case letters, digits or single inner hyphens, e.g. aa1 or pr-123');
}

const OCTET = '(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';
const CIDR = new RegExp(`^${OCTET}(\\.${OCTET}){3}/([0-9]|[12][0-9]|3[0-2])$`);

/** An IPv4 range. Whether it is large enough for what shall stand in it, the network construct says. */
export function ipv4Cidr(): z.ZodString {
  return z.string().regex(CIDR, 'must be an IPv4 range such as 10.0.0.0/16');
}

/** The tag of a container image. */
export function imageTag(): z.ZodString {
  return z.string().regex(/^[\w][\w.-]{0,127}$/, 'must be an image tag');
}

export function emailAddress(): z.ZodEmail {
  return z.email('must be an e-mail address such as alerts@example.com');
}

/**
 * Who accepts the exceptions of an app, and until when: its code says which rule is excepted and why, beside the cause.
 * A day later the synthesis fails until somebody has looked at the reasons again and writes a new day.
 */
export function exceptions() {
  return z.strictObject({
    acceptedBy: z.string().regex(/\S/, 'must be a person or a role that can answer for it, e.g. Head of Payments'),
    until: z.iso.date('must be a day written as YYYY-MM-DD'),
  });
}

/** What happens to data when its stack goes: `retain` also protects databases and load balancers from being deleted. */
export function removalPolicy() {
  const policies = { destroy: RemovalPolicy.DESTROY, retain: RemovalPolicy.RETAIN };
  return z.enum(['destroy', 'retain'], { error: 'must be destroy or retain' }).transform((policy) => policies[policy]);
}

/** The values that CloudWatch Logs offers, in days; RetentionDays also counts "for ever" as one. */
const RETENTIONS = Object.values(RetentionDays)
  .filter((days): days is number => typeof days === 'number' && days !== RetentionDays.INFINITE)
  .sort((a, b) => a - b);

/** Days that CloudWatch Logs keeps events; it offers certain values only. */
export function logRetentionDays(): z.ZodInt {
  return z.int().refine((days) => RETENTIONS.includes(days), {
    error: ({ input }) => {
      const next = RETENTIONS.find((offered) => offered > Number(input)) ?? RETENTIONS.at(-1);
      return `must be a retention that CloudWatch Logs offers (${RETENTIONS.join(', ')}); the next one is ${next}`;
    },
  });
}

/** Refuses an object whose field `low` is above its field `high`. */
export function ordered<Schema extends z.ZodObject>(
  schema: Schema,
  low: keyof z.infer<Schema> & string,
  high: keyof z.infer<Schema> & string,
): Schema {
  return schema.refine((fields) => Number(fields[low]) <= Number(fields[high]), {
    path: [low],
    error: ({ input }) => `must not be above ${high} (${(input as Record<string, unknown>)[high]})`,
  });
}
