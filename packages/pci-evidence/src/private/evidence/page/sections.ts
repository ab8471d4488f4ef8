import { CHAPTERS, chapterOf, type MatrixLine } from '../../matrix/matrix';
import type { Evidence, EvidenceResult } from '../evidence';
import { grouped, resultsByRule, worstVerdict } from '../verdicts';
import { place } from './controls';
import { type Markup, markup } from './markup';
import { badge, option, table, VERDICT_WORDS } from './words';

/** All exceptions in one place: an assessor asks for them first. */
export function exceptions({ rules, results, staleExceptions }: Evidence): Markup {
  const requirements = new Map(rules.map(({ id, requirement }) => [id, requirement]));
  const control = (id: string) =>
    markup`<td data-label="Control"><a href="#${id}">${id}</a><small>of ${requirements.get(id)}</small></td>`;
  const accepted = results.filter(({ verdict }) => verdict === 'acknowledged');
  const refused = results.filter(({ verdict, exception, cdkAcknowledgement }) => {
    return verdict === 'violated' && (exception || cdkAcknowledgement);
  });
  const rows = [...refused, ...accepted].map((result) => exceptionRow(result, control(result.rule)));
  const stale = staleExceptions.map(
    ({ rule, at }) => markup`<tr><td>stale</td>${control(rule)}<td
data-label="Resource">${at}</td><td data-label="Reason">It covers no violation, and may go.</td><td></td><td></td></tr>`,
  );
  const columns = ['State', 'Control', 'Resource', 'Reason', 'Accepted by', 'Until'];
  const content =
    rows.length + stale.length > 0
      ? markup`<div class="sheet">${table('exceptions', 'Exceptions', columns, markup`<tbody>${rows}${stale}</tbody>`)}</div>`
      : markup`<p class="none">There is no exception.</p>`;
  return markup`<section id="exceptions" aria-labelledby="exceptions-title"><h2 id="exceptions-title">Exceptions</h2>${content}</section>`;
}

function exceptionRow(result: EvidenceResult, control: Markup): Markup {
  const { verdict, exception, cdkAcknowledgement } = result;
  const expired = exception ? 'expired' : 'without a person and a day';
  return markup`<tr><td>${verdict === 'acknowledged' ? 'accepted' : expired}</td>${control}<td
data-label="Resource">${place(result)}</td><td data-label="Reason">${
    exception?.reason ?? cdkAcknowledgement?.reason
  }${exception ? markup`<small>for all of ${exception.at || 'the app'}</small>` : ''}</td><td data-label="Accepted by">${exception?.acceptedBy}</td><td data-label="Until">${
    exception ? markup`<time datetime="${exception.until}">${exception.until}</time>` : ''
  }</td></tr>`;
}

/** What was judged, so that a deployed template can be compared with it. */
export function templates(evidence: Evidence): Markup {
  const rows = evidence.templates.map(
    ({ stack, stackName, region, account, file, sha256, resources, macros }) =>
      markup`<tr><th scope="row">${stack}<small>${[stackName, region, account]
        .filter((known) => known !== undefined)
        .join(', ')}</small></th><td data-label="File"><code>${file}</code></td><td
data-label="Resources">${resources}${
        macros ? markup`<small>and what ${macros.join(', ')} adds, which is not judged</small>` : ''
      }</td><td data-label="SHA-256"><code>${sha256}</code></td></tr>`,
  );
  return markup`<section id="templates" aria-labelledby="templates-title"><h2 id="templates-title">Templates</h2><div
class="sheet">${table('templates', 'Templates', ['Stack', 'File', 'Resources', 'SHA-256'], markup`<tbody>${rows}</tbody>`)}</div></section>`;
}

const WHO: Readonly<Record<string, string>> = {
  template: 'template',
  account: 'AWS account',
  'running-system': 'running system',
  organization: 'organization',
  'aws-attestation': 'AWS attestation',
  'not-applicable': 'not applicable',
};

/** Who shows each requirement of the standard (12.8.5, 12.9.2). */
export function responsibilityMatrix(evidence: Evidence): Markup {
  const results = resultsByRule(evidence);
  const bodies = [...grouped(evidence.responsibilities, ({ requirement }) => chapterOf(requirement))].map(
    ([chapter, lines]) =>
      markup`<tbody><tr class="group"><th colspan="4" scope="rowgroup">${chapter} ${CHAPTERS[chapter]}</th></tr>${lines.map(
        (line) => matrixRow(line, results),
      )}</tbody>`,
  );
  return markup`<section id="matrix" aria-labelledby="matrix-title"><h2 id="matrix-title">Responsibility matrix</h2>
<p class="lead">Who shows that a requirement holds. Titles are ours: the wording that counts is the standard's. Verdicts are
of templates before deployment; what else it takes stands beside them.</p>
<form class="filters" id="matrix-filters" role="search" aria-label="Responsibility matrix" hidden><div class="field wide"><label
for="matrix-search">Search</label><input type="search" id="matrix-search" autocomplete="off"></div><div class="field"><label
for="shown-by">Shown by</label><select id="shown-by">${option('', 'all')}${Object.entries(WHO).map(([value, label]) =>
    option(value, label),
  )}</select></div></form><p class="count" id="matrix-shown" role="status"></p><div class="sheet">${table(
    'matrix',
    'Responsibility matrix',
    ['Number', 'Requirement', 'Shown by', 'Proof'],
    bodies,
  )}</div></section>`;
}

function matrixRow(line: MatrixLine, results: ReadonlyMap<string, readonly EvidenceResult[]>): Markup {
  const { requirement, title, shownBy, controls, rules, supportingRules, proofs: asked, note } = line;
  const verdictOf = (id: string) =>
    worstVerdict((results.get(id) ?? []).map((result) => result.verdict)) ?? 'not-applicable';
  const proofs = rules.map((id) => markup`<div><a href="#${id}">${id}</a> ${badge(verdictOf(id))}</div>`);
  const supporting =
    supportingRules.length > 0
      ? markup`<small>also served by ${listed(
          supportingRules.map((id) => {
            const verdict = verdictOf(id);
            return markup`<a href="#${id}">${id}</a> <i class="${verdict}">${VERDICT_WORDS[verdict]}</i>`;
          }),
        )}</small>`
      : '';
  const account =
    controls.length > 0 ? markup`<small>in the account: ${listed(controls.map(accountControl))}</small>` : '';
  return markup`<tr id="${requirement}" data-who="${shownBy.join(' ')}"><th scope="row">${requirement}</th><td data-label="Requirement">${title}</td><td
data-label="Shown by">${shownBy.map((who) => markup`<span class="who">${WHO[who] ?? who}</span>`)}</td><td
data-label="Proof">${note ? markup`<div>says the organization: ${note}</div>` : ''}${proofs}${account}${asked.map((proof) => markup`<div>asked for: ${proof}</div>`)}${supporting}</td></tr>`;
}

const HUB = 'securityhub:';
const DOCS = 'https://docs.aws.amazon.com';

/** A rule of AWS Config, or a control of Security Hub, with what AWS says of it. */
function accountControl(name: string): Markup {
  if (!name.startsWith(HUB))
    return markup`<a href="${DOCS}/config/latest/developerguide/${name}.html" rel="noreferrer">AWS Config ${name}</a>`;
  const id = name.slice(HUB.length);
  const [service = ''] = id.toLowerCase().split('.');
  return markup`<a href="${DOCS}/securityhub/latest/userguide/${service}-controls.html" rel="noreferrer">Security Hub ${id}</a>`;
}

function listed(items: readonly Markup[]): Markup {
  return markup`${items.map((item, index) => markup`${index > 0 ? ', ' : ''}${item}`)}`;
}
