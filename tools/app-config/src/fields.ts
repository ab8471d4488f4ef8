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
