import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Duration } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { fail } from './validation';

/** The values that CloudWatch Logs offers, in days; RetentionDays also counts "for ever" as one. */
const OFFERED = Object.values(RetentionDays)
  .filter((days): days is number => typeof days === 'number' && days !== RetentionDays.INFINITE)
  .sort((a, b) => a - b);

/** Turns a duration into a retention that CloudWatch Logs offers, or says which one to use instead. */
export function logRetention(scope: IConstruct, prop: string, retention: Duration): RetentionDays {
  if (retention.isUnresolved()) {
    fail(scope, `\`${prop}\` must be known at synthesis, got: a token. CloudWatch Logs offers certain values only.`);
  }
  const days = retention.toDays({ integral: false });
  if (OFFERED.includes(days)) return days;
  const next = OFFERED.find((offered) => offered > days) ?? OFFERED.at(-1);
  fail(
    scope,
    `\`${prop}\` must be a retention that CloudWatch Logs offers (${OFFERED.join(', ')} days), got: ${days} days. ` +
      `Use Duration.days(${next}).`,
  );
}

/** PCI DSS 4.0.1 requirement 10.5.1: audit log history is kept for twelve months. */
export const TWELVE_MONTHS_IN_DAYS = 365;
