/** Makes the Python environment of the local cloud and its tests, before several targets want it at once. */
import { problem } from '../lib/print';
import { Missing } from '../lib/python-environment';
import { python } from './python';

python({ forTests: true }).catch((error: unknown) => {
  if (!(error instanceof Missing)) throw error;
  problem(error.message);
  process.exitCode = 1;
});
