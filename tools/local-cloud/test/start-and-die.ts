// Starts a local cloud, says its process id, and is gone without a chance to clean up.
import { LocalCloud } from '../cloud';

void LocalCloud.start().then(({ pid }) => {
  process.stdout.write(`${pid}\n`, () => process.kill(process.pid, 'SIGKILL'));
});
