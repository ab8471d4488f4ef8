import { type Project, YamlFile } from 'projen';
import { NODE_VERSIONS } from './versions';

/** The outside world's CI: the README's test command, on each supported Node.js. */
export function writeCiWorkflow(project: Project): void {
  new YamlFile(project, '.github/workflows/ci.yml', {
    obj: {
      name: 'ci',
      on: { pull_request: {}, push: { branches: ['main'] } },
      permissions: { contents: 'read' },
      concurrency: { group: 'ci-$' + '{{ github.ref }}', 'cancel-in-progress': true },
      jobs: {
        test: {
          'runs-on': 'ubuntu-latest',
          'timeout-minutes': 60,
          strategy: { 'fail-fast': false, matrix: { node: [...NODE_VERSIONS] } },
          steps: [
            { uses: 'actions/checkout@v5' },
            { uses: 'actions/setup-node@v5', with: { 'node-version': '$' + '{{ matrix.node }}' } },
            { name: 'Test', run: 'bash .ci/run' },
            { name: 'Nothing generated has drifted', run: 'npx projen && git diff --exit-code' },
          ],
        },
      },
    },
  });
}
