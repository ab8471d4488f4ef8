import type { Finding, ScannedTemplate } from './finding';
import { type Python, parsed } from './run';

interface Report {
  readonly results: {
    readonly failed_checks: readonly {
      readonly check_id: string;
      readonly check_name: string;
      readonly resource: string;
      readonly file_abs_path: string;
    }[];
  };
  readonly summary: { readonly resource_count: number; readonly parsing_errors: number };
}

/**
 * What it asks of policies remembers a thousand of the twenty thousand actions of AWS, and works each of them out anew
 * for the next statement that allows any. Here it remembers all: 3 s less.
 */
const START = `
import functools, runpy
from cloudsplaining.shared import utils
utils.get_action_data = functools.lru_cache(None)(utils.get_action_data.__wrapped__)
runpy.run_module('checkov.main', run_name='__main__')`;

/** Without the platform of its makers: it asks for nothing and tells nothing. */
const OFFLINE = ['--skip-download', '--skip-results-upload', '--download-external-modules', 'False'];

/** Runs checkov once over all templates, for it takes seconds to start. */
export async function checkov(python: Python, templates: readonly ScannedTemplate[]): Promise<Finding[]> {
  const files = templates.flatMap(({ file }) => ['--file', file]);
  const options = ['--framework', 'cloudformation', '--output', 'json', '--compact', '--quiet', '--soft-fail'];
  const output = await python(START, [...options, ...OFFLINE, ...files]);
  const { results, summary } = parsed<Report>('checkov', output);
  // It passes over what it cannot read or does not take for a template, and would find nothing there.
  if (summary.parsing_errors > 0 || !summary.resource_count)
    throw new Error(`checkov read ${summary.resource_count} resources, and not ${summary.parsing_errors} files.`);
  const byFile = new Map(templates.map((template) => [template.file, template]));
  return results.failed_checks.map(({ check_id, check_name, resource, file_abs_path }) => {
    const template = byFile.get(file_abs_path);
    if (!template) throw new Error(`checkov speaks of ${file_abs_path}, which it was not given.`);
    return { scanner: 'checkov', rule: check_id, template, where: resource, message: check_name };
  });
}
