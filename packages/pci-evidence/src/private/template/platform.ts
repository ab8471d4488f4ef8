import { existence } from './evaluate';
import { isMap } from './json';
import type { Outputs, Placed, Resource, Template } from './template';

/** All templates of an app as one: a rule asks it for resources, and for what one stack takes from another. */
export class Platform implements Outputs {
  private readonly byType = new Map<string, Resource[]>();
  private readonly exports = new Map<string, Placed>();
  private readonly byStack = new Map<string, Template>();
  /** Every resource but those whose condition never comes true. */
  public readonly resources: readonly Resource[];

  constructor(public readonly templates: readonly Template[]) {
    for (const template of templates) {
      const { stackName, stackPath } = template.source;
      for (const name of [stackName ?? stackPath, stackPath])
        if (!this.byStack.has(name)) this.byStack.set(name, template);
      for (const output of Object.values(template.section('Outputs'))) {
        const name = isMap(output) && isMap(output.Export) ? output.Export.Name : undefined;
        if (typeof name === 'string' && isMap(output) && output.Value !== undefined)
          this.exports.set(name, { value: output.Value, template });
      }
    }
    this.resources = templates
      .flatMap(({ resources }) => resources)
      .filter((resource) => existence(resource, this) !== 'false');
    for (const resource of this.resources) {
      const known = this.byType.get(resource.type);
      if (known) known.push(resource);
      else this.byType.set(resource.type, [resource]);
    }
  }

  public all(...types: readonly string[]): readonly Resource[] {
    return types.flatMap((type) => this.byType.get(type) ?? []);
  }

  /** What `Fn::ImportValue` brings; undefined for a stack outside the app. */
  public exported(name: string): Placed | undefined {
    return this.exports.get(name);
  }

  /** What `Fn::GetStackOutput` brings. */
  public output(stackName: string, outputName: string): Placed | undefined {
    const template = this.byStack.get(stackName);
    const output = template?.section('Outputs')[outputName];
    return template && isMap(output) && output.Value !== undefined ? { value: output.Value, template } : undefined;
  }
}
