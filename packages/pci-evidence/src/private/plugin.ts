import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import {
  type IPolicyValidationContext,
  type IPolicyValidationPlugin,
  type PolicyValidationPluginReport,
  type PolicyViolation,
  Stack,
  Stage,
  Token,
} from 'aws-cdk-lib/core';
import type { ResponsibilityOverride } from '../responsibility';
import { type Assessment, assess } from './assess';
import { Constructs } from './constructs';
import { evidenceOf } from './evidence/evidence';
import { evidenceFiles } from './evidence/files';
import { matrix } from './matrix/matrix';
import { PACKAGE_VERSION, PLUGIN_NAME, STANDARD } from './names';
import { RULES } from './rules';
import type { JsonMap } from './template/json';
import { Platform } from './template/platform';
import { Template } from './template/template';

export interface PluginOptions {
  readonly failsSynthesis: boolean;
  /** Folder below the assembly. */
  readonly outputDirectory: string;
  /** The day on which exceptions are judged. */
  readonly day: string;
  readonly responsibilities: readonly ResponsibilityOverride[];
}

/** What CDK runs when the templates are written: it reads them all, judges them, and writes the evidence beside them. */
export class EvidencePlugin implements IPolicyValidationPlugin {
  public readonly name = PLUGIN_NAME;
  public readonly version = PACKAGE_VERSION;
  public readonly ruleIds = RULES.map(({ id }) => id);

  constructor(private readonly options: PluginOptions) {}

  public validate(context: IPolicyValidationContext): PolicyValidationPluginReport {
    const { failsSynthesis, outputDirectory, day, responsibilities } = this.options;
    const constructs = new Constructs(context.appConstruct);
    const platform = platformOf(context);
    const assessments = assess(platform, constructs, day);
    const evidence = evidenceOf({ platform, assessments, constructs, day, matrix: matrix(responsibilities) });
    const folder = join(assemblyOf(context), outputDirectory);
    write(folder, evidenceFiles(evidence));
    const violations = assessments
      .filter(({ verdict }) => verdict === 'violated')
      .map((assessment) => reported(assessment, failsSynthesis));
    return {
      success: violations.length === 0 || !failsSynthesis,
      violations: endingWith(join(folder, 'report.html'), violations),
    };
  }
}

/** Folder of the whole app's assembly, within which each stage has one of its own. */
function assemblyOf({ appConstruct }: IPolicyValidationContext): string {
  if (!Stage.isStage(appConstruct))
    throw new Error('The root of the constructs must be an app, which has an assembly.');
  return appConstruct.outdir;
}

function write(folder: string, files: ReadonlyMap<string, string>): void {
  mkdirSync(folder, { recursive: true });
  for (const [name, content] of files) writeFileSync(join(folder, name), content);
}

function platformOf(context: IPolicyValidationContext): Platform {
  const { stackTemplates, appConstruct } = context;
  const assembly = assemblyOf(context);
  const stacks = appConstruct.node.findAll().filter(Stack.isStack);
  const names = new Map(stacks.map((stack) => [stack.node.path, known(stack.stackName)]));
  const read = (
    stackPath: string,
    file: string,
    environment: { readonly region?: string; readonly account?: string },
  ) => {
    const text = readFileSync(file, 'utf8');
    const fileInAssembly = relative(assembly, file).replaceAll('\\', '/');
    const sha256 = createHash('sha256').update(text).digest('hex');
    const source = { stackPath, stackName: names.get(stackPath), file, fileInAssembly, sha256, ...environment };
    return new Template(source, JSON.parse(text) as JsonMap);
  };
  return new Platform([
    ...stackTemplates.map(({ stackConstructPath, templatePath, region, accountId: account }) =>
      read(stackConstructPath, templatePath, { region, account }),
    ),
    // CDK counts these among the files of the stack that holds them, and hands plugins the outer stacks alone.
    ...stacks
      .filter(({ nested }) => nested)
      .map((stack) => {
        const file = join(Stage.of(stack)?.outdir ?? assembly, stack.templateFile);
        return read(stack.node.path, file, { region: known(stack.region), account: known(stack.account) });
      }),
  ]);
}

function known(text: string): string | undefined {
  return Token.isUnresolved(text) ? undefined : text;
}

/**
 * CDK lets a line of code suppress an error without a person and a day behind it. It does not do so with `fatal`, so
 * that no violation leaves the report but through `PciEvidence.acknowledge`.
 */
const FAILING_SEVERITY = 'fatal';

function reported(assessment: Assessment, fails: boolean): PolicyViolation {
  const { rule, resource, judgement } = assessment;
  const elsewhere = judgement.at !== resource ? judgement.at : undefined;
  // What stands in another resource, or would.
  const isOwn = !elsewhere && !judgement.path.includes('::');
  return {
    ruleName: rule.id,
    description:
      `${rule.title} (${STANDARD} requirement ${rule.requirement}). ` +
      `Found${elsewhere ? ` in ${judgement.path} of ${elsewhere.logicalId}` : ''}: ${judgement.found}; ` +
      `expected: ${judgement.expected}.${refusedExceptions(assessment)}`,
    fix: rule.fix,
    severity: fails ? FAILING_SEVERITY : 'informational',
    violatingResources: [
      {
        resourceLogicalId: resource.logicalId,
        templatePath: resource.template.source.file,
        locations: isOwn && judgement.path !== '' ? [judgement.path] : [],
      },
    ],
    ruleMetadata: { requirement: rule.requirement, severity: rule.severity, source: rule.source },
  };
}

/**
 * CDK prints the violations and nothing of a plugin after them, so the last remedy says where to read on: from the folder
 * in which the synthesis runs, where the file is below it.
 */
function endingWith(file: string, violations: readonly PolicyViolation[]): PolicyViolation[] {
  const fromHere = relative(process.cwd(), file);
  const report = fromHere.startsWith('..') ? file : fromHere;
  return violations.map((violation, index) =>
    index < violations.length - 1 ? violation : { ...violation, fix: `${violation.fix}\n   The report: ${report}` },
  );
}

/** Why an exception that somebody wrote does not hold. */
function refusedExceptions({ exception, cdkAcknowledgement }: Assessment): string {
  const expired = exception
    ? ` The exception that ${exception.acknowledgement.acceptedBy} accepted ended on ${exception.acknowledgement.until}.`
    : '';
  const anonymous = cdkAcknowledgement
    ? ` The acknowledgement at '${cdkAcknowledgement.at}' names nobody who accepts the risk and no day on which it ends: ` +
      'use PciEvidence.acknowledge.'
    : '';
  return expired + anonymous;
}
