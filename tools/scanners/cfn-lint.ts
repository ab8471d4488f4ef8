import { type Finding, resourceNamed, type ScannedTemplate } from './finding';
import { type Python, parsed } from './run';

interface Match {
  readonly Filename: string;
  readonly Message: string;
  readonly Rule: { readonly Id: string };
  readonly Location: { readonly Path?: readonly (string | number)[] | null };
}

/** Runs cfn-lint, warnings and all; its exit code is the sum of the kinds of its findings. */
export async function cfnLint(python: Python, templates: readonly ScannedTemplate[]): Promise<Finding[]> {
  const start = 'from cfnlint.runner import main; main()';
  const output = await python(start, ['--format', 'json', '--', ...templates.map(({ file }) => file)]);
  const byFile = new Map(templates.map((template) => [template.file, template]));
  return parsed<Match[]>('cfn-lint', output).map(({ Filename, Message, Rule, Location }) => {
    const template = byFile.get(Filename);
    if (!template) throw new Error(`cfn-lint speaks of ${Filename}, which it was not given.`);
    const where = placeOf(template, Location.Path ?? []);
    return { scanner: 'cfn-lint', rule: Rule.Id, template, where, message: Message };
  });
}

function placeOf(template: ScannedTemplate, [section = '', name = '']: readonly (string | number)[]): string {
  return section === 'Resources' ? resourceNamed(template, String(name)) : `${section}.${name}`;
}
