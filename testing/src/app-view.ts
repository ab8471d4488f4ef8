import type { AppSynth, StackArtifact } from './app-synth';
import { type Resource, theOne } from './templates';

/** A resource together with the stack that holds it. */
export interface StackResource extends Resource {
  readonly stack: string;
}

interface Intrinsic {
  readonly Ref?: string;
  readonly 'Fn::GetAtt'?: string | [string, string];
  readonly 'Fn::ImportValue'?: string;
  readonly 'Fn::GetStackOutput'?: { readonly StackName: string; readonly OutputName: string };
  readonly 'Fn::Join'?: [string, unknown[]];
  readonly 'Fn::Sub'?: string | [string, Record<string, unknown>];
  readonly 'Fn::Select'?: unknown;
  readonly 'Fn::Split'?: [string, unknown];
}

/**
 * All stacks of a synthesized app as one, the way the requirements in the specification look at it: the union of
 * the resources, references followed through intrinsics and across stacks, strings flattened.
 */
export class AppView {
  public readonly resources: readonly StackResource[];

  constructor(private readonly synth: AppSynth) {
    if (!synth.succeeded) throw new Error(`The app did not synthesize:\n${synth.messages}`);
    this.resources = Object.entries(synth.templates).flatMap(([stack, { Resources }]) =>
      Object.entries(Resources).map(([logicalId, resource]) => ({
        ...resource,
        Properties: resource.Properties ?? {},
        logicalId,
        stack,
      })),
    );
  }

  public get stacks(): StackArtifact[] {
    return Object.values(this.synth.stacks);
  }

  /** Stacks that refuse to be deleted. */
  public get guardedStacks(): string[] {
    const guarded = ({ properties }: StackArtifact) => properties.terminationProtection === true;
    return Object.keys(this.synth.stacks).filter((id) => guarded(this.synth.stacks[id] as StackArtifact));
  }

  /** Whole text of all templates, for rules about literals. */
  public get text(): string {
    return JSON.stringify(this.synth.templates);
  }

  /** All resources of a type, named without its `AWS::`. */
  public all(type: string): StackResource[] {
    return this.resources.filter((resource) => resource.Type === `AWS::${type}` || resource.Type === type);
  }

  /** The one resource of a type; several or none is an error. */
  public only(type: string): StackResource {
    return theOne(type, this.all(type));
  }

  /** The resource that a value leads to, through references and across stacks; undefined for a literal. */
  public target(value: unknown, from: StackResource): StackResource | undefined {
    return this.follow(value, from.stack);
  }

  /** A value as text: `Fn::Join` and `Fn::Sub` flattened, references written as `${stack/logicalId.attribute}`. */
  public flat(value: unknown, from: StackResource): string {
    return this.flatten(value, from.stack);
  }

  /** Value of every output, with the resource it names. */
  public get outputs(): {
    readonly name: string;
    readonly target?: StackResource;
    readonly attribute?: string;
    readonly text: string;
  }[] {
    return Object.entries(this.synth.templates).flatMap(([stack, { Outputs = {} }]) =>
      Object.entries(Outputs).map(([name, { Value }]) => {
        const getAtt = (Value as Intrinsic)['Fn::GetAtt'];
        return {
          name,
          target: this.follow(Value, stack),
          attribute: getAtt ? splitGetAtt(getAtt)[1] : undefined,
          text: this.flatten(Value, stack),
        };
      }),
    );
  }

  private find(stack: string, logicalId: string): StackResource | undefined {
    return this.resources.find((resource) => resource.stack === stack && resource.logicalId === logicalId);
  }

  private follow(value: unknown, stack: string): StackResource | undefined {
    if (typeof value !== 'object' || value === null) return undefined;
    const intrinsic = value as Intrinsic;
    if (intrinsic.Ref) return this.find(stack, intrinsic.Ref);
    if (intrinsic['Fn::GetAtt']) return this.find(stack, splitGetAtt(intrinsic['Fn::GetAtt'])[0]);
    const elsewhere = this.crossStack(intrinsic);
    if (elsewhere) return this.follow(elsewhere.value, elsewhere.stack);
    const parts = intrinsic['Fn::Join']?.[1] ?? Object.values(intrinsic).flat();
    return parts.map((part) => this.follow(part, stack)).find((found) => found !== undefined);
  }

  private flatten(value: unknown, stack: string): string {
    if (typeof value !== 'object' || value === null) return String(value);
    const intrinsic = value as Intrinsic;
    if (intrinsic.Ref) return this.named(stack, intrinsic.Ref, '');
    if (intrinsic['Fn::GetAtt']) return this.named(stack, ...splitGetAtt(intrinsic['Fn::GetAtt']));
    if (intrinsic['Fn::Join']) {
      const [separator, parts] = intrinsic['Fn::Join'];
      return Array.isArray(parts)
        ? parts.map((part) => this.flatten(part, stack)).join(separator)
        : JSON.stringify(value);
    }
    if (intrinsic['Fn::Sub']) return this.substituted(intrinsic['Fn::Sub'], stack);
    const elsewhere = this.crossStack(intrinsic);
    return elsewhere ? this.flatten(elsewhere.value, elsewhere.stack) : JSON.stringify(value);
  }

  private substituted(sub: NonNullable<Intrinsic['Fn::Sub']>, stack: string): string {
    const [text, variables] = typeof sub === 'string' ? [sub, {}] : sub;
    return text.replace(/\$\{([^!}][^}]*)\}/g, (_placeholder, name: string) =>
      name in variables ? this.flatten(variables[name], stack) : this.named(stack, ...splitGetAtt(name)),
    );
  }

  private named(stack: string, logicalId: string, attribute: string): string {
    const owner = logicalId.startsWith('AWS::') ? logicalId : `${stack}/${logicalId}`;
    return `\${${owner}${attribute && `.${attribute}`}}`;
  }

  private crossStack(intrinsic: Intrinsic): { readonly value: unknown; readonly stack: string } | undefined {
    const reference = intrinsic['Fn::GetStackOutput'];
    for (const [stack, { Outputs = {} }] of Object.entries(this.synth.templates)) {
      for (const [name, output] of Object.entries(Outputs)) {
        const exported = (output as { Export?: { Name?: string } }).Export?.Name;
        const imported = intrinsic['Fn::ImportValue'] !== undefined && intrinsic['Fn::ImportValue'] === exported;
        const { stackName = stack } = this.synth.stacks[stack]?.properties ?? {};
        if (imported || (reference?.OutputName === name && reference.StackName === stackName))
          return { value: output.Value, stack };
      }
    }
    return undefined;
  }
}

function splitGetAtt(value: string | [string, string]): [string, string] {
  if (typeof value !== 'string') return value;
  const [logicalId = '', ...attribute] = value.split('.');
  return [logicalId, attribute.join('.')];
}
