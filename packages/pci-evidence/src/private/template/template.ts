import { isMap, type Json, type JsonMap } from './json';

/** What is known of a template beside its text. */
export interface TemplateSource {
  /** Construct path of the stack; unique in an app. */
  readonly stackPath: string;
  /** Name under which other stacks refer to its outputs; the path where it is not known. */
  readonly stackName?: string;
  readonly region?: string;
  readonly account?: string;
  /** File that holds the template. */
  readonly file: string;
  /** The same from the folder of the app's assembly. */
  readonly fileInAssembly?: string;
  /** SHA-256 of the file, by which evidence says what it is about. */
  readonly sha256?: string;
}

/** One CloudFormation template of an app. A section that is not what it should be counts as empty. */
export class Template {
  public readonly resources: readonly Resource[];
  private readonly byLogicalId: ReadonlyMap<string, Resource>;

  constructor(
    public readonly source: TemplateSource,
    private readonly json: JsonMap,
  ) {
    this.resources = Object.entries(this.section('Resources')).flatMap(([logicalId, resource]) =>
      isMap(resource) && typeof resource.Type === 'string'
        ? [new Resource(this, logicalId, resource.Type, resource)]
        : [],
    );
    this.byLogicalId = new Map(this.resources.map((resource) => [resource.logicalId, resource]));
  }

  /** A top-level section, such as `Parameters`. */
  public section(name: string): JsonMap {
    const section = this.json[name];
    return isMap(section) ? section : {};
  }

  public resource(logicalId: string): Resource | undefined {
    return this.byLogicalId.get(logicalId);
  }

  /** Macros that make of the template what is deployed. */
  public get macros(): string[] {
    return macrosOf(this.json.Transform);
  }
}

/** Macros of AWS that leave what a resource of CloudFormation says as it is. */
const LEAVES_RESOURCES = /^AWS::(Serverless|LanguageExtensions|CodeDeployBlueGreen|SecretsManager)\b/;

function macrosOf(transform: Json | undefined): string[] {
  return [transform ?? []].flat().map((one) => String(isMap(one) ? one.Name : one));
}

/** One resource of a template. */
export class Resource {
  constructor(
    public readonly template: Template,
    public readonly logicalId: string,
    public readonly type: string,
    private readonly json: JsonMap,
  ) {}

  /** What identifies it in an app. */
  public get id(): string {
    return `${this.template.source.stackPath}/${this.logicalId}`;
  }

  public get properties(): JsonMap {
    return isMap(this.json.Properties) ? this.json.Properties : {};
  }

  /** A macro that may make anything of it when it is deployed. */
  public get macro(): string | undefined {
    const macros = [...this.template.macros, ...macrosOf(this.json['Fn::Transform'])];
    return macros.find((name) => !LEAVES_RESOURCES.test(name));
  }

  /** The condition under which it comes to be; undefined where there is none. */
  public get condition(): string | undefined {
    return typeof this.json.Condition === 'string' ? this.json.Condition : undefined;
  }

  /** An attribute beside the properties, such as `DeletionPolicy`. */
  public attribute(name: string): Json | undefined {
    return this.json[name];
  }
}

/** Whether two resources go to one region of one account: names are unique there, and may be the same elsewhere. */
export function near({ template: { source: one } }: Resource, { template: { source: other } }: Resource): boolean {
  return one.region === other.region && one.account === other.account;
}

/** A value together with the template whose functions it is written in. */
export interface Placed {
  readonly value: Json;
  readonly template: Template;
}

/** What stacks take from each other: everything that a name may mean, and nothing for a stack outside the app. */
export interface Outputs {
  /** What `Fn::ImportValue` brings to a template. */
  exported(name: string, from: Template): readonly Placed[];
  /** What `Fn::GetStackOutput` brings to a template. */
  output(reference: JsonMap, from: Template): readonly Placed[];
}
