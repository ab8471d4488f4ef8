/**
 * Runs a synthesis under CDK's validation, which the test environment switches off, without what it prints and without
 * the exit code that findings leave.
 */
export function withSilentSynth<T>(synth: () => T): T {
  const { exitCode } = process;
  const validation = process.env.CDK_VALIDATION;
  const output = nativeConsole();
  const { error } = output;
  process.env.CDK_VALIDATION = 'true';
  output.error = () => undefined;
  try {
    return synth();
  } finally {
    process.env.CDK_VALIDATION = validation;
    process.exitCode = exitCode;
    output.error = error;
  }
}

/** The console that aws-cdk-lib prints to, which under jest is not the one of a test. */
function nativeConsole(): Console {
  return ((globalThis as { [key: symbol]: unknown })[Symbol.for('native-console')] as Console | undefined) ?? console;
}
