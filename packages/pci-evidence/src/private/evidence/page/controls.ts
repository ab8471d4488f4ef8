import { CHAPTERS, chapterOf, REQUIREMENTS } from '../../matrix/matrix';
import { type Evidence, type EvidencePlace, type EvidenceResult, type EvidenceRule, VERDICTS } from '../evidence';
import { countedVerdicts, grouped, resultsByRule, worstVerdict } from '../verdicts';
import { type Markup, markup } from './markup';
import { badge, option, table, VERDICT_WORDS } from './words';

type Results = readonly EvidenceResult[];

/** Every control with its resources, below the chapter of its requirement, and what filters them. */
export function controls(evidence: Evidence): Markup {
  const results = resultsByRule(evidence);
  const groups = Object.entries(CHAPTERS).map(([chapter, title]) => {
    const rules = evidence.rules.filter(({ requirement }) => chapterOf(requirement) === chapter).sort(byRequirement);
    if (rules.length === 0) return '';
    return markup`<section class="chapter" id="requirement-${chapter}"><h3>${chapter} ${title}</h3>${rules.map((rule) =>
      control(rule, results.get(rule.id) ?? []),
    )}</section>`;
  });
  return markup`<section id="controls" aria-labelledby="controls-title"><h2 id="controls-title">Controls</h2>${filters(
    evidence,
  )}<div id="answer" tabindex="-1" aria-live="polite" hidden></div><p class="count" id="shown" role="status"></p>${groups}<p id="nothing" hidden>No control fits these filters.</p></section>`;
}

const ORDER = new Map(REQUIREMENTS.map(({ number }, index) => [number, index]));

function byRequirement(a: EvidenceRule, b: EvidenceRule): number {
  return (ORDER.get(a.requirement) ?? ORDER.size) - (ORDER.get(b.requirement) ?? ORDER.size);
}

function filters({ summary, templates, responsibilities }: Evidence): Markup {
  const verdicts = VERDICTS.map(
    (verdict) =>
      markup`<label><input type="checkbox" name="verdict" value="${verdict}"${
        verdict === 'not-applicable' ? '' : markup` checked`
      }> ${VERDICT_WORDS[verdict]} (${summary[verdict]})</label>`,
  );
  return markup`<form class="filters" id="filters" role="search" aria-label="Controls" hidden>
<div class="field wide"><label for="search">Search</label><input type="search" id="search" name="search" autocomplete="off"
placeholder="resource, property, requirement, reason"></div>
<div class="field"><label for="requirement">Requirement</label><select id="requirement" name="requirement">${option(
    '',
    'all',
  )}${[...grouped(responsibilities, ({ requirement }) => chapterOf(requirement))].map(
    ([chapter, lines]) =>
      markup`${option(chapter, `${chapter} ${CHAPTERS[chapter]}`)}${lines.map(({ requirement, title }) =>
        option(requirement, `${requirement} ${title}`),
      )}`,
  )}</select></div>
<div class="field"><label for="severity">Severity</label><select id="severity" name="severity">${option('', 'all')}${[
    'critical',
    'high',
    'medium',
    'low',
  ].map((severity) => option(severity))}</select></div>
<div class="field"><label for="stack">Stack</label><select id="stack" name="stack">${option('', 'all')}${templates.map(
    ({ stack }) => option(stack),
  )}</select></div>
<fieldset><legend>Verdict</legend><div>${verdicts}</div></fieldset>
<button type="reset">Reset</button><button type="button" id="open-all">Open or close all</button><button type="button"
id="print">Print</button></form>`;
}

/** A control that found nothing of its types is not applicable as a whole. */
function control(rule: EvidenceRule, results: Results): Markup {
  const verdict = worstVerdict(results.map((result) => result.verdict)) ?? 'not-applicable';
  const counts =
    results.length > 0 ? countedVerdicts(results, (verdict) => VERDICT_WORDS[verdict]) : 'no such resource';
  return markup`<article class="control ${verdict}" data-verdict="${verdict}" data-severity="${rule.severity}"
data-requirement="${rule.requirement}" data-related="${rule.related.join(' ')}"><details id="${rule.id}"><summary>${badge(verdict)}<span
class="title">${rule.title}</span><span class="number">${rule.requirement}</span><span class="facts">${rule.id}, ${
    rule.severity
  }: ${counts}</span></summary><div class="body">${about(rule)}${results.length > 0 ? resultTable(rule, results) : ''}</div></details></article>`;
}

function about({ id, title, requirement, related, severity, why, fix, source, resourceTypes }: EvidenceRule): Markup {
  const also = related.map((number, index) => markup`${index > 0 ? ', ' : ', also '}${inMatrix(number)}`);
  return markup`<div class="about"><span class="hidden">${id} ${title}</span><dl><dt>Why</dt><dd>${why}</dd><dt>Fix</dt><dd>${fix}</dd>
<dt>Requirement</dt><dd>${inMatrix(requirement)}${also}</dd><dt>Severity</dt><dd>${severity}</dd><dt>Looks at</dt><dd>${resourceTypes.join(
    ', ',
  )}</dd><dt>Source</dt><dd><a href="${source}" rel="noreferrer">${source}</a></dd></dl></div>`;
}

/** A requirement, and who else shows it. */
function inMatrix(requirement: string): Markup {
  return markup`<a href="#${requirement}">${requirement}</a>`;
}

function resultTable({ id }: EvidenceRule, results: Results): Markup {
  const sorted = VERDICTS.flatMap((verdict) => results.filter((result) => result.verdict === verdict));
  const excepted = results.some(({ exception, cdkAcknowledgement }) => exception ?? cdkAcknowledgement);
  return table(
    'results',
    `Resources that ${id} judged`,
    ['Verdict', 'Resource', 'Found and expected', ...(excepted ? ['Exception'] : [])],
    markup`<tbody>${sorted.map((result) => row(result, excepted))}</tbody>`,
  );
}

function row(result: EvidenceResult, excepted: boolean): Markup {
  const { verdict, stack, property, propertyOf, found, expected } = result;
  return markup`<tr data-verdict="${verdict}" data-stack="${stack}"><td>${badge(verdict)}</td><td
data-label="Resource">${place(result)}</td><td data-label="Found and expected">${
    property ? markup`<code>${property}</code><br>` : ''
  }<b>${found || '-'}</b>${expected ? markup`<small>expected: ${expected}</small>` : ''}${
    propertyOf ? markup`<div class="elsewhere">read off ${place(propertyOf)}</div>` : ''
  }</td>${excepted ? exceptionCell(result) : ''}</tr>`;
}

/** A resource with its type, its id in the template and the line of code that made it. */
export function place({ constructPath, resourceType, logicalId, sourceLine }: EvidencePlace): Markup {
  const line = sourceLine ? markup`<small>made at <code>${sourceLine}</code></small>` : '';
  return markup`${constructPath}<small>${resourceType}, <code>${logicalId}</code></small>${line}`;
}

function exceptionCell({ verdict, exception, cdkAcknowledgement }: EvidenceResult): Markup {
  const accepted = exception
    ? markup`${exception.reason}<small>accepted by ${exception.acceptedBy}, ${
        verdict === 'acknowledged' ? 'until' : 'ended on'
      } <time datetime="${exception.until}">${exception.until}</time>, for all of ${exception.at || 'the app'}</small>`
    : '';
  const anonymous = cdkAcknowledgement
    ? markup`<small>Acknowledged in CDK at ${cdkAcknowledgement.at} without a person and a day, which does not count:
${cdkAcknowledgement.reason}</small>`
    : '';
  return markup`<td data-label="Exception">${accepted}${anonymous}</td>`;
}
