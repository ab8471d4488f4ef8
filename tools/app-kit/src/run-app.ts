import { relative } from 'node:path';
import { App } from 'aws-cdk-lib/core';
import { ConfigError } from './config-error';
import { validateInThread } from './validator/threaded-validation';

/**
 * Runs an app's definition and synthesizes it. What the author can mend ends in its message: that of the config alone,
 * that of a construct with the line of the app that it came from. A fault in the code itself keeps its stack.
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
  const line = error instanceof ConfigError ? undefined : lineOfApp(error.stack);
  return `${withoutLibraryFrames(error.message)}\n(${line ? `At ${line}. ` : ''}CDK_DEBUG=true shows the stack.)`;
}

/** Where the app's own code, in the folder that it runs in, called what threw; nothing for what CDK does once the app is defined. */
function lineOfApp(stack = ''): string | undefined {
  const frames = stack.split('\n').filter((line) => /^\s+at /.test(line));
  const outermost = frames.findIndex((frame) => /\bat runApp\b/.test(frame));
  for (const frame of frames.slice(0, Math.max(outermost, 0))) {
    const [, file = '', position] = /(?:\(|at )(\/.+?)(:\d+:\d+)\)?$/.exec(frame) ?? [];
    const path = relative(process.cwd(), file);
    if (file && !path.startsWith('..') && !path.includes('node_modules')) return `${path}${position}`;
  }
  return undefined;
}

/** CDK appends an excerpt of its own stack to some messages. */
function withoutLibraryFrames(message: string): string {
  return message
    .split('\n')
    .filter((line) => !/^\s+at |aws-cdk-lib\.\.\.|node internals/.test(line))
    .join('\n');
}
