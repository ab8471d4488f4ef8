import { basename } from 'node:path';
import type { Assessment, Verdict } from '../assess';
import type { CdkAcknowledgement } from '../cdk-acknowledgements';
import type { Constructs } from '../constructs';
import type { MatrixLine } from '../matrix/matrix';
import { PACKAGE_VERSION, PLUGIN_NAME, STANDARD } from '../names';
import type { Rule } from '../rule';
import { RULES } from '../rules';
import type { Platform } from '../template/platform';
import type { Resource } from '../template/template';

/** Version of the file's shape; raised by its rules of semver: a reader of 1.x reads every 1.y. */
export const SCHEMA_VERSION = '1.0';

/** Every verdict, the one that asks for work first. */
export const VERDICTS: readonly Verdict[] = ['violated', 'undecidable', 'acknowledged', 'satisfied', 'not-applicable'];

/** A rule as the evidence has it: all but the code that judges. */
export type EvidenceRule = Omit<Rule, 'check'>;

/** An exception that somebody accepted. */
interface EvidenceException {
  /** The construct that it was accepted for, with all that is below. */
  readonly at: string;
  readonly reason: string;
  readonly acceptedBy: string;
  readonly until: string;
}

/** A resource, where a template and the code have it. */
export interface EvidencePlace {
  readonly stack: string;
  readonly logicalId: string;
  readonly resourceType: string;
  readonly constructPath: string;
  readonly sourceLine?: string;
}

/** One row: a rule, a resource, what was found. */
export interface EvidenceResult extends EvidencePlace {
  readonly rule: string;
  readonly verdict: Verdict;
  /** As in `Judgement.path`: a type and its property where what decides is a resource that is not there. */
  readonly property: string;
  /** The resource that the property is of, where it is not this one: its policy, its parameter group. */
  readonly propertyOf?: EvidencePlace;
  readonly found: string;
  readonly expected: string;
  /** The exception that covers a violation, or one that did until it expired. */
  readonly exception?: EvidenceException;
  /** An exception by CDK's own mechanism. It does not count: it has no person and no day. */
  readonly cdkAcknowledgement?: CdkAcknowledgement;
}

/** A template that was judged. */
export interface EvidenceTemplate {
  readonly stack: string;
  /** The stack in the account: its name in CloudFormation, region and account, as far as they are known before deployment. */
  readonly stackName?: string;
  readonly region?: string;
  readonly account?: string;
  readonly file: string;
  readonly sha256: string;
  readonly resources: number;
  /** What these add at deployment is not judged. */
  readonly macros?: readonly string[];
}

/** What evidence.json holds; docs/evidence.schema.json describes it. */
export interface Evidence {
  readonly schemaVersion: string;
  readonly standard: string;
  readonly tool: { readonly name: string; readonly version: string };
  /** The day on which exceptions were judged. */
  readonly day: string;
  readonly summary: Readonly<Record<Verdict, number>>;
  readonly templates: readonly EvidenceTemplate[];
  readonly rules: readonly EvidenceRule[];
  readonly results: readonly EvidenceResult[];
  /** Exceptions that cover no violation, and may go. */
  readonly staleExceptions: readonly { readonly rule: string; readonly at: string }[];
  /** Who shows each requirement of the standard. */
  readonly responsibilities: readonly MatrixLine[];
}

/** What evidence is made of. */
export interface EvidenceInput {
  readonly platform: Platform;
  readonly assessments: readonly Assessment[];
  readonly constructs: Constructs;
  readonly day: string;
  readonly matrix: readonly MatrixLine[];
}

/** The evidence of an app; the same assessments give the same bytes. */
export function evidenceOf({ platform, assessments, constructs, day, matrix }: EvidenceInput): Evidence {
  const results = inOrder(assessments.map((assessment) => resultOf(assessment, constructs)));
  const count = (verdict: Verdict) => results.filter((result) => result.verdict === verdict).length;
  return {
    schemaVersion: SCHEMA_VERSION,
    standard: STANDARD,
    tool: { name: PLUGIN_NAME, version: PACKAGE_VERSION },
    day,
    summary: Object.fromEntries(VERDICTS.map((verdict) => [verdict, count(verdict)])) as Record<Verdict, number>,
    templates: platform.templates.map(({ source, resources, macros }) => ({
      stack: source.stackPath,
      stackName: source.stackName,
      region: source.region,
      account: source.account,
      file: source.fileInAssembly ?? basename(source.file),
      sha256: source.sha256 ?? '',
      resources: resources.length,
      macros: macros.length > 0 ? macros : undefined,
    })),
    rules: RULES.map(({ check: _check, ...rule }) => rule),
    results,
    staleExceptions: staleExceptions(assessments, constructs),
    responsibilities: matrix,
  };
}

/** Not those that expired while what they covered is still violated: they are shown beside it. */
function staleExceptions(assessments: readonly Assessment[], constructs: Constructs): Evidence['staleExceptions'] {
  const used = new Set(assessments.map(({ exception }) => exception?.acknowledgement));
  return constructs.acknowledgements
    .filter(({ acknowledgement }) => !used.has(acknowledgement))
    .map(({ acknowledgement, at }) => ({ rule: acknowledgement.rule, at }));
}

function resultOf(assessment: Assessment, constructs: Constructs): EvidenceResult {
  const { rule, resource, judgement, verdict, exception, cdkAcknowledgement } = assessment;
  const elsewhere = judgement.at !== resource ? judgement.at : undefined;
  return {
    rule: rule.id,
    verdict,
    ...placeOf(resource, constructs),
    property: judgement.path,
    propertyOf: elsewhere && placeOf(elsewhere, constructs),
    found: judgement.found,
    expected: judgement.expected,
    exception: exception && {
      at: exception.at,
      reason: exception.acknowledgement.reason,
      acceptedBy: exception.acknowledgement.acceptedBy,
      until: exception.acknowledgement.until,
    },
    cdkAcknowledgement,
  };
}

function placeOf(resource: Resource, constructs: Constructs): EvidencePlace {
  const { constructPath, sourceLine } = constructs.originOf(resource);
  return {
    stack: resource.template.source.stackPath,
    logicalId: resource.logicalId,
    resourceType: resource.type,
    constructPath,
    sourceLine,
  };
}

/** By rule in the order of the rules, then by place; code points, for a locale would order differently elsewhere. */
function inOrder(results: EvidenceResult[]): EvidenceResult[] {
  const order = new Map(RULES.map(({ id }, index) => [id, index]));
  const rank = ({ rule }: EvidenceResult) => order.get(rule) ?? order.size;
  const place = (result: EvidenceResult) => `${result.stack}\n${result.logicalId}`;
  return results.sort((a, b) => rank(a) - rank(b) || compare(place(a), place(b)));
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
