import { run } from '../lib/processes';
import { Refused } from './manifest';

/** What makes the artifacts of a language, and what to say where it is not; the others need Node.js alone. */
const TOOLCHAINS: Readonly<Record<string, { readonly asks: readonly string[]; readonly lacking: string }>> = {
  python: { asks: ['python3', '--version'], lacking: 'a wheel needs Python 3.10 or newer (python3)' },
  java: { asks: ['mvn', '--version'], lacking: 'a jar needs a JDK and Maven 3.6 or newer (mvn)' },
};

/** What this machine lacks to make the artifacts of a language. */
export async function lacking(language: string): Promise<string | undefined> {
  const toolchain = TOOLCHAINS[language];
  return !toolchain || (await answers(toolchain.asks)) ? undefined : toolchain.lacking;
}

/** Whether a command is on this machine. */
export async function answers(argv: readonly string[]): Promise<boolean> {
  return (await run(argv, {})).status === 0;
}

/** Runs a command of a language's toolchain; what it says goes to the user only if it fails. */
export async function build(what: string, argv: readonly string[], cwd: string): Promise<void> {
  const { status, output } = await run(argv, { cwd });
  if (status !== 0) throw new Refused(`${what} failed (${argv.slice(0, 3).join(' ')}):\n${output.trim()}`);
}
