/**
 * `npm run demo`: builds the packages, deploys an app to a local AWS with the AWS CDK CLI, asks the service APIs what
 * is there, and destroys it. `-- --help` lists what else it can do.
 */
import { parseArgs } from 'node:util';
import { runTargets } from './lib/nx';
import { heading, print, problem } from './lib/print';
import { statusOf } from './lib/processes';
import { reportSynth } from './lib/synth-report';
import { appNamed, apps } from './local-cloud/apps';
import { tour } from './local-cloud/tour';

const HELP = `npm run demo -- [options]
  --app <name>   which app (single-service); may be given more than once
  --all          every app, one after the other
  --keep         leave the local cloud running, and print how to look around in it
  --port <n>     its port (a free one)
  --synth-only   no cloud and no Python: synthesize, validate, and show what the templates hold`;

void main();

async function main(): Promise<void> {
  try {
    process.exitCode = (await demo()) ? 0 : 1;
  } catch (error) {
    problem(error instanceof Error && process.env.DEBUG === undefined ? error.message : String((error as Error).stack));
    process.exitCode = statusOf(error);
  }
}

async function demo(): Promise<boolean> {
  const { values } = parseArgs({
    options: {
      app: { type: 'string', multiple: true, default: ['single-service'] },
      all: { type: 'boolean', default: false },
      keep: { type: 'boolean', default: false },
      port: { type: 'string', default: '0' },
      'synth-only': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const chosen = values.all ? apps() : values.app.map(appNamed);
  if (values.help) {
    print(HELP);
    return true;
  }
  if (values['synth-only']) {
    for (const { name } of chosen) if (!(await reportSynth(name))) return false;
    return true;
  }

  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new Error(`--port must be 0 to 65535, got ${values.port}`);
  heading('Building the packages');
  if (!(await runTargets(['compile'], ['--projects=packages/*'])).succeeded) {
    throw new Error('The build failed: its message stands above.');
  }
  return tour(chosen, { port, keep: values.keep });
}
