import { type CdkAcknowledgement, cdkAcknowledgementOf } from './cdk-acknowledgements';
import type { Constructs, Exception, Origin } from './constructs';
import { redacted } from './redact';
import type { Rule } from './rule';
import { RULES } from './rules';
import type { Platform } from './template/platform';
import { Reader } from './template/read';
import type { Resource } from './template/template';
import type { Judgement, Outcome } from './verdict';

/** What an assessor is told: an outcome, or an exception that somebody accepted. */
export type Verdict = Outcome | 'acknowledged';

/** A rule and a resource that it looked at. */
export interface Assessment {
  readonly rule: Rule;
  readonly resource: Resource;
  readonly origin: Origin;
  readonly judgement: Judgement;
  readonly verdict: Verdict;
  /** The exception that covers a violation, or one that did until it expired. */
  readonly exception?: Exception;
  /** An exception by CDK's own mechanism: it is written down, and changes no verdict. */
  readonly cdkAcknowledgement?: CdkAcknowledgement;
}

/** Applies every rule to every resource of its types, in an order that hangs on the app alone. */
export function assess(platform: Platform, constructs: Constructs, day: string): Assessment[] {
  const reader = new Reader(platform);
  return RULES.flatMap((rule) =>
    platform.all(...rule.resourceTypes).map((resource) => {
      const origin = constructs.originOf(resource);
      const judgement = judged(rule, resource, reader);
      const exception = judgement.outcome === 'violated' ? exceptionFor(rule, origin, day) : undefined;
      const accepted = exception && exception.acknowledgement.until >= day;
      const verdict: Verdict = accepted ? 'acknowledged' : judgement.outcome;
      const cdkAcknowledgement = verdict === 'violated' ? cdkAcknowledgementOf(rule.id, origin.scopes) : undefined;
      return { rule, resource, origin, judgement, verdict, exception, cdkAcknowledgement };
    }),
  );
}

/** A template that no rule expected must not stop the synthesis: the rule then says that it cannot tell. */
function judged(rule: Rule, resource: Resource, reader: Reader): Judgement {
  try {
    const judgement = redacted(rule.check(resource, reader));
    const macro = resource.macro ?? judgement.at?.macro;
    if (judgement.outcome !== 'satisfied' || macro === undefined) return judgement;
    return { ...judgement, outcome: 'undecidable', found: `${judgement.found}, but the macro ${macro} may change it` };
  } catch (error) {
    const found = `the rule failed: ${error instanceof Error ? error.message : String(error)}`;
    return { outcome: 'undecidable', path: '', found, expected: rule.title };
  }
}

/** The nearest exception that still holds, or the nearest that expired. */
function exceptionFor(rule: Rule, { acknowledgements }: Origin, day: string): Exception | undefined {
  const meant = acknowledgements.filter(({ acknowledgement }) => acknowledgement.rule === rule.id);
  return meant.find(({ acknowledgement }) => acknowledgement.until >= day) ?? meant[0];
}
