/**
 * `npm run bench`: how long a user waits, each figure a whole-process median beside its budget and, where the budget
 * is a ratio, beside a floor measured in the same run. `-- --quick` leaves out the cold runs of the whole suite.
 * It reports and never fails on a figure: machines differ. A command that fails does end it.
 */
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { basename, join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { DAY_OF_CHECKS } from '../testing/src/day-of-checks';
import { appFolder, appNames, command } from './lib/apps';
import { readStacks } from './lib/assembly';
import { evidenceFigures } from './lib/evidence-bench';
import { type Command, measure, measureInTurn, median, type Run } from './lib/measure';
import { ROOT } from './lib/nx';
import { table } from './lib/table';
import { WorkingCopy } from './lib/working-copy';
import { localCloudFigures } from './local-cloud/figures';

const ROUNDS = 5;
const APP = join(ROOT, 'apps', 'single-service');
/** How much slower than an empty app an app may be. */
const SYNTH_BUDGET = 1.5;

/** Sizes of the platform of many services, and how much dearer one of the most may be than one of the fewest. */
const SERVICES = [50, 100, 200];
const LINEAR = 1.25;

const BUILD = ['compile', 'docs', 'snippets', 'typecheck'];
const OFFLINE = {
  CDK_DISABLE_CLI_TELEMETRY: 'true',
  CDK_NOTICES: 'false',
  AWS_EC2_METADATA_DISABLED: 'true',
  NX_DAEMON: 'false',
  ...DAY_OF_CHECKS,
};

const scratch = mkdtempSync(join(tmpdir(), 'bench-'));
const rows: string[][] = [['what', 'measured', 'budget', '']];

command(main);

async function main(): Promise<void> {
  try {
    const { values } = parseArgs({ options: { quick: { type: 'boolean', default: false } } });
    process.stdout.write(
      `Node ${process.version}, ${cpus().length} cores, medians of ${ROUNDS} runs. This takes some minutes.\n`,
    );
    benchSynth();
    benchScale();
    benchLoader();
    for (const { what, value, budget, unit } of evidenceFigures(ROUNDS)) judge(what, value, budget, unit);
    for (const { what, value, budget, unit } of await localCloudFigures(3)) judge(what, value, budget, unit);
    benchBuild();
    benchTouched();
    if (!values.quick) benchSuite();
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  process.stdout.write(`\n\n${table(rows)}\n`);
}

/**
 * Every app against the floor, an empty app of one stack with the same CLI, Node flags and feature flags, and
 * single-service against the same platform written by hand. Each has a folder of its own for its templates: an app is
 * quicker where an earlier synth left some (ADR 87), so the first synth is measured as well.
 */
function benchSynth(): void {
  const names = appNames();
  const plain = benchApp('plain', join(__dirname, 'bench', 'plain', 'main.ts'));
  const folders = [emptyApp(), plain, ...names.map(appFolder)];
  const outputOf = (folder: string) => join(scratch, 'synth', basename(folder));
  for (const [title, env, before, isJudged] of [
    ['', {}, () => {}, true],
    [', the first', {}, ({ cwd }: Command) => rmSync(outputOf(cwd), { recursive: true, force: true }), true],
    [', without validation', { CDK_VALIDATION: 'false' }, () => {}, false],
  ] as const) {
    const within = (budget: number) => (isJudged ? budget : Number.POSITIVE_INFINITY);
    const commands = folders.map((folder) => synth(folder, outputOf(folder), env));
    const [empty = [], byHand = [], ...apps] = measureInTurn(commands, ROUNDS, before);
    row(`floor: cdk synth, empty app${title}`, took(empty));
    row(`cdk synth, single-service written by hand${title}`, took(byHand));
    row('  as a multiple of the floor', `${(seconds(byHand) / seconds(empty)).toFixed(2)} x`);
    for (const [index, runs] of apps.entries()) {
      const name = names[index] as string;
      row(`cdk synth, ${name}${title}`, took(runs));
      judge('  as a multiple of the floor', seconds(runs) / seconds(empty), within(SYNTH_BUDGET), 'x');
      if (name === 'single-service')
        judge('  as a multiple of that by hand', seconds(runs) / seconds(byHand), within(1), 'x');
      judge('  peak memory', Math.max(...runs.map((run) => run.peakMegabytes)), 450, 'MB');
    }
  }
}

/** Platforms of many services, each in a stack of its own: time and memory may grow with them, stacks may not. */
function benchScale(): void {
  const folder = benchApp('scale', join(__dirname, 'bench', 'scale', 'main.ts'));
  const empty = measure(synth(emptyApp(), join(scratch, 'cdk.out')));
  const each = SERVICES.map((services) => {
    const output = join(scratch, `scale-${services}`);
    const run = measure(synth(folder, output, {}, '--context', `services=${services}`));
    const largest = Math.max(...readStacks(output).map(({ resources }) => resources));
    row(`cdk synth, ${services} services`, took([run]));
    judge('  peak memory', run.peakMegabytes, 1500, 'MB');
    judge('  largest stack', largest, 500, 'resources');
    return (run.processorSeconds - empty.processorSeconds) / services;
  });
  const [first = 0, last = 0] = [each[0], each.at(-1)];
  judge(`  one of ${SERVICES.at(-1)} services as a multiple of one of ${SERVICES[0]}`, last / first, LINEAR, 'x');
}

function synth(cwd: string, output: string, env = {}, ...args: string[]): Command {
  return {
    argv: [join(ROOT, 'node_modules', '.bin', 'cdk'), 'synth', '--quiet', '--output', output, ...args],
    cwd,
    env: { ...OFFLINE, ...env },
  };
}

function seconds(runs: readonly Run[]): number {
  return median(runs.map((run) => run.seconds));
}

function took(runs: readonly Run[]): string {
  return `${seconds(runs).toFixed(2)} s, of processors ${median(runs.map((run) => run.processorSeconds)).toFixed(2)} s`;
}

function emptyApp(): string {
  const main = join(scratch, 'empty-app.ts');
  writeFileSync(
    main,
    "import { App, Stack } from 'aws-cdk-lib/core';\nconst app = new App();\nnew Stack(app, 'Empty');\napp.synth();\n",
  );
  return benchApp('floor', main, { '@aws-cdk/core:validateAgainstDefaultRules': false });
}

/**
 * The folder of an app that the CLI runs as it runs single-service, with another program, and without the thread for
 * CDK's validator, which none of them asks. It stands two folders deep, as the apps do: in a bundle pci-evidence finds
 * its version there.
 */
function benchApp(name: string, main: string, context: object = {}): string {
  const folder = join(ROOT, 'node_modules', `.bench-${name}`);
  mkdirSync(folder, { recursive: true });
  const settings = JSON.parse(readFileSync(join(APP, 'cdk.json'), 'utf8')) as { app: string; context: object };
  // Relative, for the path of a checkout may hold a space.
  const app = settings.app.replace(/--require \S+ /, '').replace('src/main.ts', relative(folder, main));
  writeFileSync(
    join(folder, 'cdk.json'),
    JSON.stringify({ ...settings, app, context: { ...settings.context, ...context } }),
  );
  return folder;
}

/** What loading TypeScript costs over loading JavaScript. */
function benchLoader(): void {
  const node = (...args: string[]): Command => ({ argv: [process.execPath, ...args], cwd: APP });
  const file = join(scratch, 'empty.ts');
  const script = join(scratch, 'empty.js');
  for (const path of [file, script]) writeFileSync(path, '');
  const loader = join(ROOT, 'tools', 'app-kit', 'src', 'run.cjs');
  const [plain = [], loaded = []] = measureInTurn([node(script), node(loader, file)], ROUNDS);
  const difference = median(loaded.map((run) => run.seconds)) - median(plain.map((run) => run.seconds));
  judge('loader of app code', difference * 1000, 300, 'ms');
}

function benchBuild(): void {
  const build = nx(ROOT, 'build', ...BUILD);
  judge(`cold build (${BUILD.join(', ')})`, measure(build).seconds, 90, 's');
  judge('the same, cached', median([measure(build), measure(build), measure(build)].map((run) => run.seconds)), 2, 's');
}

/** In a copy, for whoever interrupts this must not find the edit in the sources. */
function benchTouched(): void {
  const copy = new WorkingCopy();
  try {
    const own = nx(copy.folder, 'touched', 'compile', 'test', '--projects=secure-vpc');
    measure(own); // as it is for somebody who works on the package
    appendFileSync(join(copy.folder, 'packages', 'secure-vpc', 'src', 'secure-vpc.ts'), '// touched\n');
    judge('one package touched: its compile and tests', measure(own).seconds, 12, 's');
  } finally {
    copy.remove();
  }
}

function nx(cwd: string, cache: string, ...args: string[]): Command {
  return {
    argv: [join(ROOT, 'node_modules', '.bin', 'nx'), 'run-many', '-t', ...args],
    cwd,
    env: { ...OFFLINE, NX_CACHE_DIRECTORY: join(scratch, cache), NX_WORKSPACE_DATA_DIRECTORY: join(scratch, cache) },
  };
}

function benchSuite(): void {
  const suite: Command = {
    argv: [process.execPath, join(ROOT, 'tools', 'first-run.mjs'), 'test'],
    cwd: ROOT,
    env: {
      ...OFFLINE,
      NX_CACHE_DIRECTORY: join(scratch, 'suite'),
      NX_WORKSPACE_DATA_DIRECTORY: join(scratch, 'suite'),
    },
  };
  judge('npm test, cold', measure(suite).seconds, 720, 's');
  judge('npm test, cached', measure(suite).seconds, 15, 's');
}

function judge(what: string, value: number, budget: number, unit: string): void {
  const digits = value < 10 ? 2 : 0;
  const measured = `${value.toFixed(digits)} ${unit}`;
  if (budget === Number.POSITIVE_INFINITY) row(what, measured);
  else row(what, measured, `${Number(budget.toFixed(2))} ${unit}`, value <= budget ? 'held' : 'MISSED');
}

function row(...cells: string[]): void {
  rows.push([...cells, '', '', ''].slice(0, 4));
  process.stderr.write('.');
}
