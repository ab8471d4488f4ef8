import { type Project, YamlFile } from 'projen';
import { ACTIONS, expression } from './actions';
import { NODE_VERSIONS } from './versions';

/** The outside world's CI: the README's test command, on each supported Node.js. */
export function writeCiWorkflow(project: Project): void {
  new YamlFile(project, '.github/workflows/ci.yml', {
    obj: {
      name: 'ci',
      on: { pull_request: {}, push: { branches: ['main'] } },
      permissions: { contents: 'read' },
      concurrency: { group: `ci-${expression('github.ref')}`, 'cancel-in-progress': true },
      jobs: {
        test: {
          'runs-on': 'ubuntu-latest',
          'timeout-minutes': 60,
          strategy: { 'fail-fast': false, matrix: { node: [...NODE_VERSIONS] } },
          steps: [
            // Commits and tags tell the upgrade gate what may break, and since when.
            { uses: ACTIONS.checkout, with: { 'fetch-depth': 0 } },
            { uses: ACTIONS.node, with: { 'node-version': expression('matrix.node') } },
            { name: 'Test', run: 'bash .ci/run' },
            { name: 'Nothing generated has drifted', run: 'npx projen && git diff --exit-code' },
          ],
        },
      },
    },
  });
}
