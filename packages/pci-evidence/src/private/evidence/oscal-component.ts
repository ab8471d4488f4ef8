import { STANDARD } from '../names';
import type { Evidence, EvidenceResult, EvidenceRule, EvidenceTemplate } from './evidence';
import { controlId, metadataOf, property, standardResource } from './oscal';
import { uuidOf } from './uuid';
import { grouped } from './verdicts';

/** An OSCAL component-definition: which requirements each stack holds, as far as templates show it. */
export function componentDefinition(evidence: Evidence): object {
  const byStack = grouped(evidence.results, ({ stack }) => stack);
  const standard = standardResource();
  return {
    'component-definition': {
      uuid: uuidOf('component-definition', JSON.stringify(evidence)),
      metadata: metadataOf(`Stacks under ${STANDARD}`, evidence),
      components: [
        ...evidence.templates.map((template) =>
          component(evidence, template, byStack.get(template.stack) ?? [], standard.uuid),
        ),
        validator(evidence),
      ],
      'back-matter': { resources: [standard] },
    },
  };
}

function component(
  evidence: Evidence,
  { stack, stackName, file, sha256, resources }: EvidenceTemplate,
  results: readonly EvidenceResult[],
  standard: string,
): object {
  const implemented = implementedRequirements(evidence, stack, results);
  return {
    uuid: uuidOf('component', stack),
    type: 'service',
    title: stack,
    description: `CloudFormation stack of ${resources} resources.`,
    props: [
      ...(stackName ? [property('stack-name', stackName)] : []),
      property('template', file),
      property('sha256', sha256),
    ],
    ...(implemented.length > 0
      ? {
          'control-implementations': [
            {
              uuid: uuidOf('control-implementation', stack),
              source: `#${standard}`,
              description: 'What the template of the stack shows; the assessment results hold what it does not.',
              'implemented-requirements': implemented,
            },
          ],
        }
      : {}),
  };
}

/** Requirements of which everything that was judged in the stack is satisfied, by whatever rule that serves them. */
function implementedRequirements(evidence: Evidence, stack: string, results: readonly EvidenceResult[]): object[] {
  const rules = new Map(evidence.rules.map((rule) => [rule.id, rule]));
  const judged = results.filter(({ verdict }) => verdict !== 'not-applicable');
  const open = new Set(
    judged.filter(({ verdict }) => verdict !== 'satisfied').flatMap(({ rule }) => servedBy(rules.get(rule))),
  );
  return [...grouped(judged, ({ rule }) => rules.get(rule)?.requirement ?? '')].flatMap(([requirement, shown]) => {
    if (open.has(requirement)) return [];
    const ids = [...new Set(shown.map(({ rule }) => rule))];
    return [
      {
        uuid: uuidOf('implemented-requirement', stack, requirement),
        'control-id': controlId(requirement),
        description: ids.map((id) => `${id}: ${rules.get(id)?.title ?? id}.`).join(' '),
        props: ids.map((id) => property('rule', id)),
      },
    ];
  });
}

function servedBy(rule: EvidenceRule | undefined): string[] {
  return rule ? [rule.requirement, ...rule.related] : [];
}

/** What judged the others. */
function validator({ tool, rules }: Evidence): object {
  return {
    uuid: uuidOf('component', tool.name),
    type: 'validation',
    title: tool.name,
    description: `Judges templates by ${rules.length} rules at each synthesis.`,
    props: [property('tool-version', tool.version)],
  };
}
