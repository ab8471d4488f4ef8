import { readStacks } from '../lib/assembly';
import { heading, print, problem } from '../lib/print';
import { ENDING, endAll, Interrupted, type Result } from '../lib/processes';
import { Missing } from '../lib/python-environment';
import type { App } from './apps';
import { LocalCloud, type StartOptions } from './cloud';
import { DeployedApp } from './deployed-app';
import { describe } from './describe';
import { leftOver, type Platform } from './platform';
import { ProgressBar } from './progress-bar';
import { python } from './python';

const LABEL = 'LOCAL EMULATION';
const NOT_SHOWN =
  'not evidence of running tasks, target health, failover, IAM conditions or rotation (tools/local-cloud/README.md)';

/**
 * Deploys apps to a local cloud with the AWS CDK CLI, asks its service APIs what is there, and destroys them again.
 * Whatever happens, nothing is left running, unless it is to be kept.
 */
export async function tour(apps: readonly App[], options: StartOptions): Promise<boolean> {
  let cloud: LocalCloud | undefined;
  const interrupted = new Promise<never>((_resolve, reject) => {
    for (const signal of ENDING) {
      // Again and again, for a terminal sends it to every process and first-run.mjs passes it on.
      process.on(signal, () => reject(new Interrupted(signal)));
    }
  });
  const work = async () => {
    await python();
    heading(`Starting a local AWS (${LABEL}: ${NOT_SHOWN})`);
    const started = Date.now();
    cloud = await LocalCloud.start(options);
    print(`  Ready after ${seconds(started)} s, process ${cloud.pid}, no account and no credentials`);
    const visited = apps.map((app) => new DeployedApp(cloud as LocalCloud, app));
    for (const deployed of visited) await visit(deployed, cloud, options.keep ?? false);
    if (options.keep) showHowToLookAround(cloud, visited);
  };
  let succeeded = false;
  try {
    await Promise.race([work(), interrupted]);
    succeeded = true;
  } catch (error) {
    if (!(error instanceof Missing)) throw error;
    problem(error.message);
  } finally {
    if (succeeded && options.keep) {
      await cloud?.leave();
    } else {
      endAll();
      await cloud?.stop();
    }
  }
  return succeeded;
}

async function visit(deployed: DeployedApp, cloud: LocalCloud, keep: boolean): Promise<void> {
  try {
    await prepare(deployed);
    const before = await deployed.inventory();
    await deploy(deployed, cloud);
    show(await deployed.platform(), deployed);
    if (keep) return;
    heading(`Destroying ${deployed.app.name}`);
    await withBar(cloud, 'destroyed', () => deployed.destroy());
    const left = leftOver(before, await deployed.inventory());
    if (left.length > 0) throw new Missing(`Destroying ${deployed.app.name} left behind: ${left.join(', ')}`);
    print(`  Nothing is left: the inventory of ${Object.keys(before).length} kinds of resources is what it was before`);
  } finally {
    deployed.discard();
  }
}

async function prepare(deployed: DeployedApp): Promise<void> {
  const { name, region } = deployed.app;
  heading(`Bootstrapping ${region} and synthesizing ${name}`);
  await deployed.seed();
  const [bootstrapped, synthesized] = await Promise.all([deployed.bootstrap(), deployed.synth({ validate: true })]);
  expectSuccess('cdk bootstrap', bootstrapped);
  expectSuccess('cdk synth', synthesized);
  for (const other of deployed.regions.filter((each) => each !== region)) {
    expectSuccess('cdk bootstrap', await deployed.bootstrap(other));
  }
  const stacks = readStacks(deployed.assembly);
  print(`  ${stacks.map(({ name: stack, resources }) => `${stack} (${resources} resources)`).join(', ')}`);
}

async function deploy(deployed: DeployedApp, cloud: LocalCloud): Promise<void> {
  heading(`Deploying ${deployed.app.name} with cdk deploy`);
  const started = Date.now();
  await withBar(cloud, 'deployed', () => deployed.deploy());
  print(`  Deployed in ${seconds(started)} s`);
}

async function withBar(cloud: LocalCloud, what: string, work: () => Promise<Result>): Promise<void> {
  const bar = new ProgressBar(() => cloud.progress());
  try {
    expectSuccess(`cdk: the app was not ${what}`, await work());
  } finally {
    bar.stop();
  }
}

function show(platform: Platform, { app }: DeployedApp): void {
  heading(`What the service APIs say is there (${LABEL}), ${app.region}`);
  for (const [title, lines] of describe(platform)) print(`\n${title}\n${lines.join('\n')}`);
  print('\nStacks');
  for (const { name, status, declared, held } of platform.stacks) {
    print(
      `  ${name.padEnd(34)} ${status}, ${held} resources held${declared === null ? '' : ` of ${declared} declared`}`,
    );
  }
}

function showHowToLookAround(cloud: LocalCloud, visited: readonly DeployedApp[]): void {
  const region = visited.at(-1)?.app.region ?? 'us-east-1';
  heading(`It goes on running (${LABEL}). To look around with the AWS CLI, boto3 or cdk:`);
  for (const [name, value] of Object.entries(cloud.clientVariables(region))) print(`  export ${name}=${value}`);
  print(`  aws ec2 describe-vpcs            (AWS CLI version 1: add --endpoint-url "$AWS_ENDPOINT_URL" to sqs)`);
  for (const deployed of visited)
    print(`  cd apps/${deployed.app.name} && npx cdk diff ${deployed.contextKeys().join(' ')}`);
  print(`\n  kill ${cloud.pid}    ends it, and nothing stays`);
}

function expectSuccess(what: string, { status, output }: Result): void {
  if (status === 0) return;
  const said = output
    .split('\n')
    .filter((line) => line.trim())
    .slice(-25);
  throw new Missing(`${what} ended with ${status}:\n${said.join('\n')}`);
}

function seconds(since: number): string {
  return ((Date.now() - since) / 1000).toFixed(1);
}
