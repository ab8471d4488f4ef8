/**
 * Compares what the integration tests of the package in the working directory synthesize today with their committed
 * snapshots; nothing is deployed and no account is needed. `--update` writes the snapshots anew.
 */
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { command } from './lib/apps';
import { runInteg } from './lib/integ';

const tests = existsSync('test') ? readdirSync('test').filter((name) => /^integ\..*\.ts$/.test(name)) : [];
if (tests.length === 0) {
  process.stderr.write('No test/integ.*.ts here: a package shows at least one whole stack.\n');
  process.exit(1);
}

const update = process.argv.includes('--update');
command(async () => {
  const synthesized = mkdtempSync(join(tmpdir(), 'integ-'));
  try {
    process.exitCode = await runInteg('test', {
      // One worker: integ-runner would start one for each test, and each loads all that deployments need.
      options: [...(update ? ['--force', '--dry-run'] : []), '--max-workers', '1', '--parallel-regions', 'us-east-1'],
      env: {
        // Without credentials integ-runner looks for some, for seconds; these open nothing.
        AWS_ACCESS_KEY_ID: 'none',
        AWS_SECRET_ACCESS_KEY: 'none',
        AWS_REGION: 'us-east-1',
        AWS_EC2_METADATA_DISABLED: 'true',
        INTEG_SYNTHESIZED: synthesized,
        ...(update ? {} : { INTEG_VERIFY: 'true' }),
      },
    });
  } finally {
    rmSync(synthesized, { recursive: true });
  }
});
