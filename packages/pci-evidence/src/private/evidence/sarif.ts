import type { Severity } from '../rule';
import type { Evidence, EvidenceResult, EvidenceRule } from './evidence';
import { seenIn } from './verdicts';

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

const LEVELS: Readonly<Record<Severity, string>> = { critical: 'error', high: 'error', medium: 'warning', low: 'note' };

/** What code-scanning tools sort by, on the scale of CVSS. */
const SCORES: Readonly<Record<Severity, string>> = { critical: '9.5', high: '8.0', medium: '5.5', low: '3.0' };

/** A SARIF 2.1.0 log of what asks for a person: violations, accepted ones as suppressed, and what is not decidable. */
export function sarifOf(evidence: Evidence): object {
  const indexes = new Map(evidence.rules.map(({ id }, index) => [id, index]));
  const results = evidence.results.flatMap((result) => {
    const index = indexes.get(result.rule);
    const rule = index === undefined ? undefined : evidence.rules[index];
    const reported = result.verdict !== 'satisfied' && result.verdict !== 'not-applicable';
    return rule && reported ? [resultOf(evidence, result, rule, index ?? -1)] : [];
  });
  return {
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: evidence.tool.name,
            version: evidence.tool.version,
            informationUri: 'https://github.com/org/payment-platform',
            rules: evidence.rules.map(ruleOf),
          },
        },
        columnKind: 'utf16CodeUnits',
        results,
      },
    ],
  };
}

function ruleOf({ id, title, requirement, related, severity, why, fix, source }: EvidenceRule): object {
  return {
    id,
    shortDescription: { text: title },
    fullDescription: { text: why },
    help: { text: fix },
    helpUri: source,
    defaultConfiguration: { level: LEVELS[severity] },
    properties: {
      tags: ['security', ...[requirement, ...related].map((number) => `pci-dss-4.0.1/${number}`)],
      'security-severity': SCORES[severity],
    },
  };
}

function resultOf(evidence: Evidence, result: EvidenceResult, rule: EvidenceRule, ruleIndex: number): object {
  const fails = result.verdict !== 'undecidable';
  return {
    ruleId: rule.id,
    ruleIndex,
    kind: fails ? 'fail' : 'review',
    level: fails ? LEVELS[rule.severity] : 'none',
    message: { text: messageOf(result, rule) },
    locations: [
      {
        physicalLocation: physicalLocation(evidence, result),
        logicalLocations: [{ fullyQualifiedName: result.constructPath, name: result.logicalId, kind: 'resource' }],
      },
    ],
    // What stays the same while lines move.
    partialFingerprints: { 'ruleAndPlace/v1': `${result.rule}:${result.stack}/${result.logicalId}` },
    ...(result.verdict === 'acknowledged' && result.exception
      ? { suppressions: [{ kind: 'external', status: 'accepted', justification: justification(result.exception) }] }
      : {}),
  };
}

function messageOf(result: EvidenceResult, rule: EvidenceRule): string {
  const { verdict, found, expected } = result;
  const what = verdict === 'undecidable' ? `Not decidable: ${rule.title}` : `Not so: ${rule.title}`;
  return `${what} (requirement ${rule.requirement}). Found${seenIn(result)}: ${found || '-'}; expected: ${expected || '-'}. ${rule.fix}`;
}

function justification({ reason, acceptedBy, until }: NonNullable<EvidenceResult['exception']>): string {
  return `${reason} (accepted by ${acceptedBy} until ${until})`;
}

/** The line that made the resource; its template where CDK did not record one. */
function physicalLocation(evidence: Evidence, { sourceLine, stack }: EvidenceResult): object {
  const [, file, line] = /^(.*):(\d+)$/.exec(sourceLine ?? '') ?? [];
  if (file !== undefined)
    return { artifactLocation: { uri: encodeURI(file), uriBaseId: '%SRCROOT%' }, region: { startLine: Number(line) } };
  const template = evidence.templates.find((one) => one.stack === stack)?.file ?? 'evidence.json';
  return { artifactLocation: { uri: encodeURI(template), uriBaseId: 'CLOUD_ASSEMBLY' } };
}
