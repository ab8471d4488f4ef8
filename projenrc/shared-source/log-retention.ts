import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Annotations, Duration } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { TWELVE_MONTHS_IN_DAYS } from './twelve-months';
import { fail } from './validation';

/** The values that CloudWatch Logs offers, in days; RetentionDays also counts "for ever" as one. */
const OFFERED = Object.values(RetentionDays)
  .filter((days): days is number => typeof days === 'number' && days !== RetentionDays.INFINITE)
  .sort((a, b) => a - b);

interface KeptLogs {
  /** Name of the prop that says for how long. */
  readonly prop: string;
  /** Id of the warning: never change one. */
  readonly id: string;
  /** As in "The database logs". */
  readonly what: string;
  /** As in "the logs to an archive". */
  readonly exported: string;
}

/** How long logs are kept, twelve months where nothing is said; less leaves a warning. */
export function logRetention(scope: IConstruct, given: Duration | undefined, logs: KeptLogs): RetentionDays {
  const days = offeredRetention(scope, logs.prop, given ?? Duration.days(TWELVE_MONTHS_IN_DAYS));
  if (days < TWELVE_MONTHS_IN_DAYS) {
    Annotations.of(scope).addWarningV2(
      logs.id,
      `${logs.what} are kept for ${days} days, and PCI DSS 4.0.1 requirement 10.5.1 asks for twelve months. Use a ` +
        `\`${logs.prop}\` of at least ${TWELVE_MONTHS_IN_DAYS} days, or export ${logs.exported}.`,
    );
  }
  return days;
}

/** Turns a duration into a retention that CloudWatch Logs offers, or says which one to use instead. */
function offeredRetention(scope: IConstruct, prop: string, retention: Duration): RetentionDays {
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
