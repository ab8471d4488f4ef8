import { App } from 'aws-cdk-lib/core';
import { validateInThread } from './validator/threaded-validation';

/**
 * Runs an app's definition and synthesizes it. What the author can mend (config, props, limits) ends in its message
 * alone; a fault in the code itself keeps its stack.
 */
export function runApp(define: (app: App) => void): void {
  try {
    // CDK would synthesize once more as the process ends, and say a failure again with its stack.
    const app = new App({ autoSynth: false });
    define(app);
    validateInThread(app);
    app.synth();
  } catch (error) {
    process.stderr.write(`\n${render(error)}\n`);
    process.exitCode = 1;
  }
}

function render(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const fault = error instanceof TypeError || error instanceof ReferenceError || error instanceof RangeError;
  if (fault || process.env.CDK_DEBUG === 'true') return error.stack ?? error.message;
  return `${withoutLibraryFrames(error.message)}\n(CDK_DEBUG=true shows the stack.)`;
}

/** CDK appends an excerpt of its own stack to some messages. */
function withoutLibraryFrames(message: string): string {
  return message
    .split('\n')
    .filter((line) => !/^\s+at |aws-cdk-lib\.\.\.|node internals/.test(line))
    .join('\n');
}
