import type { Verdict } from '../../assess';
import { CHAPTERS, chapterOf } from '../../matrix/matrix';
import type { Severity } from '../../rule';
import { type Evidence, VERDICTS } from '../evidence';
import { countedVerdicts, grouped } from '../verdicts';
import { type Markup, markup } from './markup';
import { counted, VERDICT_WORDS } from './words';

/** Head of the page: what came out, in a sentence. */
export function header(evidence: Evidence): Markup {
  const { templates, rules, day, standard, tool } = evidence;
  const resources = templates.reduce((sum, template) => sum + template.resources, 0);
  return markup`<header class="top"><p class="kicker">${standard}: evidence from synthesis</p><h1>${headline(
    evidence,
  )}</h1>
<p class="lead">${counted(rules.length, 'control')} judged ${counted(resources, 'resource')} in ${counted(
    templates.length,
    'template',
  )}, by ${tool.name} ${tool.version}. Exceptions are judged as of <time datetime="${day}">${day}</time>.</p>
<nav aria-label="Sections"><ul><li><a href="#summary">Summary</a></li><li><a href="#controls">Controls</a></li><li><a
href="#exceptions">Exceptions</a></li><li><a href="#templates">Templates</a></li><li><a href="#matrix">Responsibility
matrix</a></li></ul></nav></header>`;
}

/** What somebody accepted is violated all the same, and who reads no further must not take what is open for good. */
function headline({ results, summary: { violated, acknowledged, undecidable, satisfied } }: Evidence): string {
  if (violated > 0) {
    const rules = results.filter(({ verdict }) => verdict === 'violated').map(({ rule }) => rule);
    return `${counted(new Set(rules).size, 'control')} violated`;
  }
  if (acknowledged + undecidable + satisfied === 0) return 'Nothing was judged';
  const but = acknowledged > 0 ? ` but for ${counted(acknowledged, 'accepted exception')}` : '';
  return `No control is violated${but}${undecidable > 0 ? `; ${counted(undecidable, 'result')} not decidable` : ''}`;
}

/** Counts of all verdicts, and of each chapter of the standard. */
export function summary(evidence: Evidence): Markup {
  const requirements = new Map(evidence.rules.map(({ id, requirement }) => [id, requirement]));
  const chapters = grouped(evidence.results, ({ rule }) => chapterOf(requirements.get(rule) ?? ''));
  const cards = Object.entries(CHAPTERS).flatMap(([chapter, title]) => {
    const results = chapters.get(chapter) ?? [];
    const judged = results.filter(({ verdict }) => verdict !== 'not-applicable');
    const hasRules = evidence.rules.some(({ requirement }) => chapterOf(requirement) === chapter);
    if (!hasRules) return [];
    const words = judged.length > 0 ? countedVerdicts(judged, (verdict) => VERDICT_WORDS[verdict]) : 'nothing to judge';
    return [
      markup`<li><a href="#requirement-${chapter}"><b>${chapter}</b> ${title}${bar(
        judged.map(({ verdict }) => verdict),
      )}<small>${words}</small></a></li>`,
    ];
  });
  const tiles = VERDICTS.map(
    (verdict) =>
      markup`<div class="tile ${verdict}"><dt>${VERDICT_WORDS[verdict]}</dt><dd>${evidence.summary[verdict]}</dd></div>`,
  );
  return markup`<section id="summary" aria-labelledby="summary-title"><h2 id="summary-title">Summary by requirement</h2>
<dl class="tiles">${tiles}</dl>${violatedControls(evidence)}<ul class="chapters">${cards}</ul></section>`;
}

const SEVERITIES: readonly Severity[] = ['critical', 'high', 'medium', 'low'];

/** What asks for work, the worst first. */
function violatedControls({ rules, results }: Evidence): Markup | undefined {
  const broken = results.filter(({ verdict }) => verdict === 'violated');
  const items = SEVERITIES.flatMap((severity) =>
    rules.flatMap((rule) => {
      const count = rule.severity === severity ? broken.filter((result) => result.rule === rule.id).length : 0;
      if (count === 0) return [];
      const { id, title, requirement } = rule;
      const facts = `${severity}, ${requirement}, ${id}, ${counted(count, 'resource')}`;
      return [markup`<li><a href="#${id}">${title}</a> <small>${facts}</small></li>`];
    }),
  );
  return items.length > 0 ? markup`<ul class="open violated" aria-label="Violated controls">${items}</ul>` : undefined;
}

/** Shares of the verdicts. Widths are attributes, for the page allows no inline style. */
function bar(verdicts: readonly Verdict[]): Markup {
  let x = 0;
  const parts = VERDICTS.map((verdict) => {
    const width = (verdicts.filter((one) => one === verdict).length / Math.max(verdicts.length, 1)) * 100;
    const part =
      width > 0 ? markup`<rect class="${verdict}" x="${x.toFixed(2)}" width="${width.toFixed(2)}" height="8"/>` : '';
    x += width;
    return part;
  });
  return markup`<svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true"><rect width="100"
height="8"/>${parts}</svg>`;
}
