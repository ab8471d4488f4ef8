import { matrixCsv } from './csv';
import type { Evidence } from './evidence';
import { reportHtml } from './html';
import { json } from './json';
import { componentDefinition } from './oscal-component';
import { assessmentResults } from './oscal-results';
import { sarifOf } from './sarif';
import { resultsByRule } from './verdicts';

/** Everything that is written, by name of the file. All of it follows from the evidence. */
export function evidenceFiles(evidence: Evidence): ReadonlyMap<string, string> {
  return new Map([
    ['evidence.json', json(evidence)],
    ['report.html', reportHtml(evidence)],
    ['responsibility-matrix.csv', matrixCsv(evidence.responsibilities, resultsByRule(evidence))],
    ['evidence.sarif', json(sarifOf(evidence))],
    ['oscal-assessment-results.json', json(assessmentResults(evidence))],
    ['oscal-component-definition.json', json(componentDefinition(evidence))],
  ]);
}
