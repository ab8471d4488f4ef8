import { join } from 'node:path';
import { SCOPE } from '../../../projenrc/scope';
import { apiBreaks } from '../api-breaks';
import type { Api } from '../state';

function api(scope: string, type: object = {}): Api {
  const fqn = `${scope}/governance.Names`;
  return { scope, schema: 'jsii/0.10.0', dependencies: {}, types: { [fqn]: { fqn, kind: 'class', ...type } } };
}

// What does change is compared by the tests of the gate: loading aws-cdk-lib's API takes seconds.
test('the same API under another scope is the same API, and nothing is loaded to see that', async () => {
  const root = join(__dirname, 'nowhere');
  expect(await apiBreaks(root, { governance: { before: api('@former'), after: api(SCOPE) } })).toEqual({});
  const changed = { governance: { before: api('@former'), after: api(SCOPE, { abstract: true }) } };
  await expect(apiBreaks(root, changed)).rejects.toThrow(/nowhere/);
});
