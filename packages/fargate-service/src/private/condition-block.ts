/** IAM's conditions by operator, then by key. */
export type ConditionBlock = Record<string, Record<string, unknown>>;
