import { z } from 'zod';

/** Fields of a config schema that describe an Aurora PostgreSQL cluster of one writer and its readers. */
export const postgresFields = {
  name: z.string().regex(/^[a-z][a-z0-9_]{0,62}$/, 'must be a PostgreSQL name in lower case'),
  engineVersion: z.string(),
  instanceType: z.string().regex(/^r6g\.(large|\d*xlarge)$/, 'must be r6g.large or larger of that family'),
  readers: z.int().min(1).max(15),
};
