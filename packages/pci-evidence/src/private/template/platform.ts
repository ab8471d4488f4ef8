import { isMap, type Json } from './json';
import type { Resource, Template } from './template';

/** A value together with the template whose functions it is written in. */
export interface Placed {
  readonly value: Json;
  readonly template: Template;
}

/** All templates of an app as one: a rule asks it for resources, and for what one stack takes from another. */
export class Platform {
  private readonly byType = new Map<string, Resource[]>();
  private readonly exports = new Map<string, Placed>();

  constructor(public readonly templates: readonly Template[]) {
    for (const resource of templates.flatMap(({ resources }) => resources)) {
      this.byType.set(resource.type, [...(this.byType.get(resource.type) ?? []), resource]);
    }
    for (const template of templates) {
      for (const output of Object.values(template.section('Outputs'))) {
        const name = isMap(output) && isMap(output.Export) ? output.Export.Name : undefined;
        if (typeof name === 'string' && isMap(output) && output.Value !== undefined)
          this.exports.set(name, { value: output.Value, template });
      }
    }
  }

  public get resources(): readonly Resource[] {
    return this.templates.flatMap(({ resources }) => resources);
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
    const template = this.templates.find(
      ({ source }) => (source.stackName ?? source.stackPath) === stackName || source.stackPath === stackName,
    );
    const output = template?.section('Outputs')[outputName];
    return template && isMap(output) && output.Value !== undefined ? { value: output.Value, template } : undefined;
  }
}
