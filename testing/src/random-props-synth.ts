import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, DefaultStackSynthesizer, type ISynthesisSession, Stack } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import type { AppTemplate } from './app-synth';

/** Templates of an app by the id of their stack. */
export type Templates = Readonly<Record<string, AppTemplate>>;

/** Thrown when the last template is there: the assembly that CDK would write then takes as long as all before. */
class Synthesized extends Error {}

/** Keeps the template of each stack instead of writing it. */
class TemplateCollector extends DefaultStackSynthesizer {
  public readonly templates: Record<string, AppTemplate> = {};

  constructor() {
    super({ generateBootstrapVersionRule: false });
  }

  public override synthesize(_session: ISynthesisSession): void {
    const stack = this.boundStack as Stack & { _toCloudFormation(): object };
    this.templates[stack.node.id] = { Resources: {}, ...(stack.resolve(stack._toCloudFormation()) as object) };
    if (stacksOf(stack.node.root).every(({ node }) => this.templates[node.id])) throw new Synthesized();
  }
}

/** The default name of the stack that props are tried in. */
const STACK = 'Stack';

/** Where files go that a construct brings along: the same for all props of a run. */
let assets: string | undefined;

/** The code of CDK's own custom resources in the template: no case says anything about it, and a file takes as long as a bucket. */
const INLINE_CODE = { '@aws-cdk/core:inlineCustomResourceIfPossible': true };

/** Removes these files, at the end of a run. */
export function removeAssets(): void {
  if (assets !== undefined) rmSync(assets, { recursive: true, force: true });
  assets = undefined;
}

/** What CDK makes of a stack that `build` fills, with every aspect and validation, and nothing written but assets. */
export function templatesOf(build: (stack: Stack) => void): Templates {
  assets ??= mkdtempSync(join(tmpdir(), `random-props-${process.pid}-`));
  const collector = new TemplateCollector();
  const app = new App({
    context: INLINE_CODE,
    outdir: assets,
    analyticsReporting: false,
    treeMetadata: false,
    defaultStackSynthesizer: collector,
  });
  build(new Stack(app, STACK));
  try {
    app.synth();
  } catch (error) {
    if (!(error instanceof Synthesized)) throw error;
  }
  return collector.templates;
}

function stacksOf(root: IConstruct): Stack[] {
  return root.node.findAll().filter((construct): construct is Stack => Stack.isStack(construct) && !construct.nested);
}
