/**
 * Compares what the integration tests of the package in the working directory synthesize today with their committed
 * snapshots; nothing is deployed and no account is needed. `--update` writes the snapshots anew.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const tests = existsSync('test') ? readdirSync('test').filter((name) => /^integ\..*\.ts$/.test(name)) : [];
if (tests.length === 0) {
  process.stderr.write('No test/integ.*.ts here: a package shows at least one whole stack.\n');
  process.exit(1);
}

const { status } = spawnSync(
  join(__dirname, '..', 'node_modules', '.bin', 'integ-runner'),
  [
    ...['--directory', 'test', '--test-regex', '^integ\\..*\\.ts$'],
    ...['--app', `node --import tsx "${join(__dirname, 'integ-app.mjs')}" "{filePath}"`],
    ...(process.argv.includes('--update') ? ['--update-on-failed', '--dry-run'] : []),
  ],
  {
    stdio: 'inherit',
    env: {
      ...process.env,
      // Without credentials integ-runner looks for some, for seconds; these open nothing.
      AWS_ACCESS_KEY_ID: 'none',
      AWS_SECRET_ACCESS_KEY: 'none',
      AWS_REGION: 'us-east-1',
      AWS_EC2_METADATA_DISABLED: 'true',
    },
  },
);
process.exit(status ?? 1);
