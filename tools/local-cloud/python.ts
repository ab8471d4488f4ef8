import { pythonOf } from '../lib/python-environment';

/** The Python that runs the local cloud, and with `forTests` its tests. */
export function python({ forTests = false, venv }: { forTests?: boolean; venv?: string } = {}): Promise<string> {
  return pythonOf({
    folder: __dirname,
    files: ['requirements.txt', ...(forTests ? ['requirements-test.txt'] : [])],
    venv,
    purpose: 'the local cloud',
    otherwise: 'use --synth-only',
  });
}
