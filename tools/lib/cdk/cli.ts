import { join } from 'node:path';
import { ROOT } from '../nx';
import { type Result, type RunOptions, run } from '../processes';

const CLI = join(ROOT, 'node_modules', 'aws-cdk', 'bin', 'cdk');

export type Cdk = (args: readonly string[], options: RunOptions) => Promise<Result>;

/** The AWS CDK CLI, as anybody runs it. */
export const cdk: Cdk = (args, options) => run([process.execPath, CLI, ...args], options);
