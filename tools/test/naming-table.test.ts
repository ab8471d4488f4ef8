import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { nameAttributes } from '../../packages/governance/src/private/name-property';
import { NAME_RULES } from '../../packages/governance/src/private/name-rules';
import { UNNAMED_TYPES } from '../../packages/governance/src/private/unnamed-types';

const PACKAGES = join(__dirname, '../../packages');

/** Types in the templates of all integration tests: what the packages create. */
function emittedTypes(): string[] {
  const templates = readdirSync(PACKAGES, { recursive: true, encoding: 'utf8' }).filter((file) =>
    /^[a-z-]+\/test\/[^/]+\.snapshot\/[^/]+\.template\.json$/.test(file),
  );
  const resources = templates.flatMap((file) => {
    const { Resources = {} } = JSON.parse(readFileSync(join(PACKAGES, file), 'utf8'));
    return Object.values<{ Type: string }>(Resources);
  });
  return [...new Set(resources.map(({ Type }) => Type))].filter((type) => type.startsWith('AWS::')).sort();
}

/** Attributes by which an L1 would take a name. */
function namesOf(type: string): string[] {
  const [, service = '', resource = ''] = type.split('::');
  const l1 = require(`aws-cdk-lib/aws-${service.toLowerCase()}`)[`Cfn${resource}`];
  return nameAttributes(type).filter((attribute) => attribute in l1.prototype);
}

test('every type that the packages create and that could have a name is in the table, or left out with a reason', () => {
  const types = emittedTypes();
  expect(types.length).toBeGreaterThan(60);
  const unknown = types.filter((type) => !(type in NAME_RULES) && !(type in UNNAMED_TYPES));
  expect(unknown.map((type) => `${type}: ${namesOf(type)}`).filter((line) => !line.endsWith(': '))).toEqual([]);
});
