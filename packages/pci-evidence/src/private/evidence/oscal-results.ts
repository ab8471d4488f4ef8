import { Responsibility } from '../../responsibility';
import type { MatrixLine } from '../matrix/matrix';
import { STANDARD } from '../names';
import type { Evidence, EvidenceResult, EvidenceRule } from './evidence';
import { controlId, metadataOf, property, standardResource, startOf } from './oscal';
import { uuidOf, uuidsOf } from './uuid';
import { grouped, worstVerdict } from './verdicts';

/** An OSCAL assessment-results document: what each rule saw, what follows for each requirement, and which risks are left. */
export function assessmentResults(evidence: Evidence): object {
  const results = evidence.results.filter(({ verdict }) => verdict !== 'not-applicable');
  const id = uuidOf('assessment-results', JSON.stringify(evidence));
  const plan = planResource(evidence);
  const answered = answers(evidence, results);
  return {
    'assessment-results': {
      uuid: id,
      metadata: metadataOf(`${STANDARD} rules over synthesized templates`, evidence),
      'import-ap': { href: `#${plan.uuid}` },
      results: [
        {
          uuid: uuidOf('result', id),
          title: `Templates as of ${evidence.day}`,
          description: `${evidence.templates.length} templates, judged before deployment.`,
          start: startOf(evidence.day),
          end: startOf(evidence.day),
          ...optional('local-definitions', inventory(results)),
          'reviewed-controls': { 'control-selections': [selection(evidence, answered)] },
          ...optional('observations', observations(evidence, results)),
          ...optional('risks', risks(evidence, results)),
          ...optional('findings', answered.map(finding)),
        },
      ],
      'back-matter': { resources: [plan, standardResource()] },
    },
  };
}

/** OSCAL wants lists that hold something, or no list. */
function optional(key: string, value: readonly object[] | object): object {
  const empty = Array.isArray(value) ? value.length === 0 : Object.keys(value).length === 0;
  return empty ? {} : { [key]: value };
}

/** There is no plan in OSCAL: the rules are the plan. */
function planResource({ rules, tool }: Evidence): { readonly uuid: string; readonly [key: string]: unknown } {
  return {
    uuid: uuidOf('plan', tool.name, tool.version, ...rules.map(({ id }) => id)),
    title: `Rules of ${tool.name} ${tool.version}`,
    description: `The ${rules.length} rules that were applied; evidence.json lists them.`,
    rlinks: [{ href: 'evidence.json', 'media-type': 'application/json' }],
  };
}

function selection({ rules }: Evidence, answered: readonly Answer[]): object {
  const numbers = new Set([...rules, ...answered.map(({ line }) => line)].map(({ requirement }) => requirement));
  return { 'include-controls': [...numbers].map((number) => ({ 'control-id': controlId(number) })) };
}

const itemUuid = uuidsOf('item', ({ stack, logicalId }: EvidenceResult) => [stack, logicalId]);
const observationUuid = uuidsOf('observation', (result: EvidenceResult) => [JSON.stringify(result)]);
const riskUuid = uuidsOf('risk', ({ rule, stack, logicalId }: EvidenceResult) => [rule, stack, logicalId]);

/** The resources that were looked at, once each. */
function inventory(results: readonly EvidenceResult[]): object {
  const items = [...grouped(results, itemUuid)].flatMap(([uuid, [result]]) =>
    result
      ? [
          {
            uuid,
            description: `${result.resourceType} ${result.constructPath}`,
            props: [
              property('stack', result.stack),
              property('logical-id', result.logicalId),
              property('resource-type', result.resourceType),
              property('construct-path', result.constructPath),
            ],
          },
        ]
      : [],
  );
  return items.length > 0 ? { 'inventory-items': items } : {};
}

function observations(evidence: Evidence, results: readonly EvidenceResult[]): object[] {
  const rules = byId(evidence);
  return results.map((result) => ({
    uuid: observationUuid(result),
    title: `${result.rule} ${result.verdict}`,
    description: rules.get(result.rule)?.title ?? result.rule,
    props: [
      property('rule', result.rule),
      property('verdict', result.verdict),
      property('property', result.property),
      ...(result.propertyOf ? [property('property-of', result.propertyOf.constructPath)] : []),
      ...(result.sourceLine ? [property('source-line', result.sourceLine)] : []),
    ],
    methods: ['TEST'],
    types: ['finding'],
    subjects: [{ 'subject-uuid': itemUuid(result), type: 'inventory-item', title: result.constructPath }],
    'relevant-evidence': [
      {
        href: 'evidence.json',
        description: `Found: ${result.found || '-'}. Expected: ${result.expected || '-'}.`,
      },
    ],
    collected: startOf(evidence.day),
  }));
}

/** What is violated is an open risk; what somebody accepted is one that he answers for until a day. */
function risks(evidence: Evidence, results: readonly EvidenceResult[]): object[] {
  const rules = byId(evidence);
  return results.flatMap((result) => {
    const rule = rules.get(result.rule);
    const accepted = result.verdict === 'acknowledged' ? result.exception : undefined;
    if (!rule || (result.verdict !== 'violated' && !accepted)) return [];
    return [
      {
        uuid: riskUuid(result),
        title: `${result.rule} at ${result.constructPath}`,
        description: `Not so: ${rule.title}.`,
        statement: accepted ? accepted.reason : rule.why,
        props: [
          property('severity', rule.severity),
          ...(accepted ? [property('accepted-by', accepted.acceptedBy)] : []),
        ],
        status: accepted ? 'deviation-approved' : 'open',
        ...(accepted ? { deadline: startOf(accepted.until) } : {}),
        'related-observations': [{ 'observation-uuid': observationUuid(result) }],
      },
    ];
  });
}

/** A requirement, and what was judged of it. */
interface Answer {
  readonly line: MatrixLine;
  readonly judged: readonly EvidenceResult[];
}

/**
 * Requirements that a rule serves first and that something was judged by. What a supporting rule saw shows none, but where it
 * is not satisfied the requirement is not either.
 */
function answers({ responsibilities }: Evidence, results: readonly EvidenceResult[]): Answer[] {
  const byRule = grouped(results, ({ rule }) => rule);
  const of = (ids: readonly string[]) => ids.flatMap((id) => byRule.get(id) ?? []);
  return responsibilities
    .map((line) => ({
      line,
      judged: [...of(line.rules), ...of(line.supportingRules).filter(({ verdict }) => verdict !== 'satisfied')],
    }))
    .filter(({ judged }) => judged.length > 0);
}

function finding({ line: { requirement, title, shownBy }, judged }: Answer): object {
  const verdict = worstVerdict(judged.map((result) => result.verdict));
  const risky = judged.filter((result) => result.verdict === 'violated' || result.verdict === 'acknowledged');
  const others = shownBy.filter((who) => who !== Responsibility.TEMPLATE && who !== Responsibility.NOT_APPLICABLE);
  const alone = others.length > 0 ? ` Of templates alone; others that show it: ${others.join(', ')}.` : '';
  return {
    uuid: uuidOf('finding', requirement, ...judged.map(observationUuid)),
    title: `Requirement ${requirement}`,
    description: title,
    target: {
      type: 'objective-id',
      'target-id': controlId(requirement),
      status: {
        ...(verdict === 'satisfied'
          ? { state: 'satisfied', reason: 'pass' }
          : { state: 'not-satisfied', reason: verdict === 'violated' ? 'fail' : 'other' }),
        remarks: `Worst: ${verdict}.${alone}`,
      },
    },
    'related-observations': judged.map((result) => ({ 'observation-uuid': observationUuid(result) })),
    ...optional(
      'related-risks',
      risky.map((result) => ({ 'risk-uuid': riskUuid(result) })),
    ),
  };
}

function byId({ rules }: Evidence): ReadonlyMap<string, EvidenceRule> {
  return new Map(rules.map((rule) => [rule.id, rule]));
}
