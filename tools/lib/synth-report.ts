import { rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { type FindingSummary, readFindings, readStacks, type StackSummary } from './assembly';
import { ROOT, runTargets } from './nx';
import { columns, heading, print, problem } from './print';

/** Synthesizes an app with CDK's own validation on and shows what came out; true if build, synth and validation held. */
export async function reportSynth(app: string): Promise<boolean> {
  const assembly = join(ROOT, 'apps', app, 'cdk.out');
  heading(`Building the packages and synthesizing ${app}`);
  // What is shown below is what this run made or took from the cache, never what lay there before.
  rmSync(assembly, { recursive: true, force: true });
  const { succeeded } = await runTargets(['compile', 'synth'], [`--projects=packages/*,${app}`]);
  if (!succeeded) {
    problem('The build or the synth failed: its message stands above.');
    return false;
  }
  const stacks = readStacks(assembly);
  const findings = readFindings(assembly);
  for (const stack of stacks) showStack(stack);
  showFindings(findings);
  return stacks.length > 0 && findings?.length === 0;
}

function showStack({ name, environment, resources, services, outputs, templateFile }: StackSummary): void {
  const place = environment.replace('aws://', '').replace('unknown-account', 'any account');
  heading(`Stack ${name} (${place}): ${resources} resources`);
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
