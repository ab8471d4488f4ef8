/**
 * `npm run demo`: builds the packages, synthesizes single-service with CDK's own validation on, and shows what came
 * out. Ends with 0 only if the build, the synth and the validation held.
 */
import { rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { type FindingSummary, readFindings, readStacks, type StackSummary } from './lib/assembly';
import { ROOT, runTargets } from './lib/nx';

const APP = 'single-service';
const ASSEMBLY = join(ROOT, 'apps', APP, 'cdk.out');

heading(`Building the packages and synthesizing ${APP}`);
// What is shown below is what this run made or took from the cache, never what lay there before.
rmSync(ASSEMBLY, { recursive: true, force: true });
const { succeeded } = runTargets(['compile', 'synth'], [`--projects=packages/*,${APP}`]);
if (!succeeded) {
  process.stderr.write('\nThe build or the synth failed: its message stands above.\n');
  process.exit(1);
}

const stacks = readStacks(ASSEMBLY);
const findings = readFindings(ASSEMBLY);
for (const stack of stacks) showStack(stack);
showFindings(findings);
showNextSteps();
if (stacks.length === 0 || findings === undefined || findings.length > 0) process.exitCode = 1;

function showStack({ name, environment, resources, services, outputs, templateFile }: StackSummary): void {
  heading(
    `Stack ${name} (${environment.replace('aws://', '').replace('unknown-account', 'any account')}): ${resources} resources`,
  );
  print(columns(services.map(([service, count]) => `${String(count).padStart(4)} ${service}`)));
  if (outputs.length > 0) {
    print('\n  Outputs');
    const width = Math.max(...outputs.map(([output]) => output.length));
    for (const [output, description] of outputs)
      print(`    ${output.padEnd(width)}  ${description || '(read by another stack)'}`);
  }
  print(`\n  Template: ${relative(ROOT, templateFile)}`);
}

function showFindings(list: FindingSummary[] | undefined): void {
  heading("CDK's validation");
  if (list === undefined) print('  It left no report: set CDK_VALIDATION=true.');
  else if (list.length === 0) print('  No finding.');
  for (const { severity, rule, construct, description } of list ?? []) {
    print(`  ${severity} ${rule} ${construct}\n    ${description}`);
  }
}

function showNextSteps(): void {
  heading('To deploy it into your account');
  print(`  cd apps/${APP}
  npx cdk bootstrap                                  once per account and region
  npx cdk deploy Registry -c environmentSuffix=dev1  then push an image to the repository it prints
  npx cdk deploy SingleService -c environmentSuffix=dev1 -c certificateArn=<ARN of your ACM certificate> -c imageTag=<tag>
  npx cdk destroy --all -c environmentSuffix=dev1    to remove all of it, data included`);
}

/** Two columns, read downwards. */
function columns(cells: string[]): string {
  const half = Math.ceil(cells.length / 2);
  return cells
    .slice(0, half)
    .map((left, row) => `  ${left.padEnd(36)}${cells[row + half] ?? ''}`.trimEnd())
    .join('\n');
}

function heading(text: string): void {
  print(`\n${process.stdout.isTTY ? `\u001b[1m${text}\u001b[0m` : text}\n${'-'.repeat(text.length)}`);
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
