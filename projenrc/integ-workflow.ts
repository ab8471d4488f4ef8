import { type Project, YamlFile } from 'projen';
import { ACTIONS, expression, NODE } from './actions';

/**
 * The integration tests on a real account, each week. Someone has to approve (the environment `integration`), there are
 * no long-lived credentials (OIDC), and a fork, which has neither, runs nothing.
 */
export function writeIntegWorkflow(project: Project, repositoryUrl: string): void {
  const repository = new URL(repositoryUrl).pathname.slice(1).replace(/\.git$/, '');
  new YamlFile(project, '.github/workflows/integ.yml', {
    obj: {
      name: 'integ',
      on: { schedule: [{ cron: '0 4 * * 1' }], workflow_dispatch: {} },
      permissions: { contents: 'read' },
      // One account holds one copy of each test.
      concurrency: { group: 'integ', 'cancel-in-progress': false },
      jobs: {
        integ: {
          if: `github.repository == '${repository}'`,
          'runs-on': 'ubuntu-latest',
          'timeout-minutes': 300,
          environment: 'integration',
          permissions: { contents: 'read', 'id-token': 'write' },
          steps: [
            { uses: ACTIONS.checkout, with: { 'persist-credentials': false } },
            NODE,
            {
              uses: ACTIONS.credentials,
              with: {
                'role-to-assume': expression('vars.INTEG_ROLE_ARN'),
                'aws-region': 'us-east-1',
                'role-duration-seconds': 18_000,
              },
            },
            {
              name: 'Deploy, ask, destroy',
              env: { ACCOUNT: expression('vars.INTEG_ACCOUNT'), REGIONS: expression('vars.INTEG_REGIONS') },
              run: 'npm run integ -- --account "$ACCOUNT" --regions "$REGIONS"',
            },
          ],
        },
      },
    },
  });
}
