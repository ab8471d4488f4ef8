import { readFileSync } from 'node:fs';
import type { Profile } from '../lib/profiles';

export const SCANNERS = ['cfn-lint', 'checkov', 'cfn-guard'] as const;
export type Scanner = (typeof SCANNERS)[number];

/** A template on its way to a scanner. */
export interface ScannedTemplate {
  readonly profile: Profile;
  readonly stack: string;
  readonly file: string;
}

/** One thing that a scanner holds against a template. */
export interface Finding {
  readonly scanner: Scanner;
  /** Such as `CKV_AWS_18`. */
  readonly rule: string;
  readonly template: ScannedTemplate;
  /** Type and logical id, `AWS::S3::Bucket.Logs`, or the section where no resource is meant, `Outputs.Url`. */
  readonly where: string;
  readonly message: string;
}

/** Type and logical id of a resource. */
export function resourceNamed({ file }: ScannedTemplate, logicalId: string): string {
  const { Resources } = JSON.parse(readFileSync(file, 'utf8')) as { Resources: Record<string, { Type: string }> };
  return `${Resources[logicalId]?.Type ?? 'Resources'}.${logicalId}`;
}

/** A finding that stays, for a reason that a reviewer accepts. */
export interface Acknowledgement {
  readonly scanner: Scanner;
  readonly rule: string;
  /** What it covers, matched against the whole of `where`. */
  readonly where: RegExp;
  /** What the message must say, where the rule alone would cover too much. */
  readonly message?: RegExp;
  readonly reason: string;
}

export interface Sorted {
  readonly unexplained: readonly Finding[];
  readonly acknowledged: readonly { readonly finding: Finding; readonly reason: string }[];
  /** Acknowledgements that cover nothing: what they excused is gone, and so must they. */
  readonly stale: readonly Acknowledgement[];
}

/** Tells findings that somebody accepted from those that nobody did. The first acknowledgement that fits counts. */
export function sort(findings: readonly Finding[], acknowledgements: readonly Acknowledgement[]): Sorted {
  const unexplained: Finding[] = [];
  const acknowledged: { finding: Finding; reason: string }[] = [];
  const used = new Set<Acknowledgement>();
  for (const finding of findings) {
    const found = acknowledgements.find((one) => fits(one, finding));
    if (found) {
      used.add(found);
      acknowledged.push({ finding, reason: found.reason });
    } else unexplained.push(finding);
  }
  return { unexplained, acknowledged, stale: acknowledgements.filter((one) => !used.has(one)) };
}

function fits({ scanner, rule, where, message }: Acknowledgement, finding: Finding): boolean {
  return (
    scanner === finding.scanner &&
    rule === finding.rule &&
    new RegExp(`^(?:${where.source})$`, where.flags).test(finding.where) &&
    (message?.test(finding.message) ?? true)
  );
}
