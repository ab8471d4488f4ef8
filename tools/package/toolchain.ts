import { run } from '../local-cloud/processes';
import { Refused } from './manifest';

/** Whether a command is on this machine. */
export async function installed(command: string, ...versionArguments: string[]): Promise<boolean> {
  const { status } = await run([command, ...versionArguments], {});
  return status === 0;
}

/** Runs a command of a language's toolchain; what it says goes to the user only if it fails. */
export async function build(what: string, argv: readonly string[], cwd: string): Promise<void> {
  const { status, output } = await run(argv, { cwd });
  if (status !== 0) throw new Refused(`${what} failed (${argv.slice(0, 3).join(' ')}):\n${output.trim()}`);
}
