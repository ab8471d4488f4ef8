import { existence } from './evaluate';
import { isMap, type JsonMap } from './json';
import { NamedValues } from './named-values';
import type { Outputs, Placed, Resource, Template } from './template';

/** All templates of an app as one: a rule asks it for resources, and for what one stack takes from another. */
export class Platform implements Outputs {
  private readonly byType = new Map<string, Resource[]>();
  private readonly exports = new NamedValues();
  private readonly outputs = new NamedValues();
  /** Every resource but those whose condition never comes true. */
  public readonly resources: readonly Resource[];

  constructor(public readonly templates: readonly Template[]) {
    for (const template of templates) this.offer(template);
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

  public exported(name: string, from: Template): readonly Placed[] {
    return this.exports.find(name, from, from.source);
  }

  public output(reference: JsonMap, from: Template): readonly Placed[] {
    const { StackName, OutputName, Region, RoleArn } = reference;
    // A region that is no text, and the account of a role, are known at deployment.
    const region = typeof Region === 'string' ? Region : Region === undefined ? from.source.region : undefined;
    const account = RoleArn === undefined ? from.source.account : undefined;
    return this.outputs.find(`${String(StackName)} ${String(OutputName)}`, from, { region, account });
  }

  /** What a template has for others: under the name of its stack, and under its path for one whose name is not known. */
  private offer(template: Template): void {
    const { stackName, stackPath } = template.source;
    for (const [id, output] of Object.entries(template.section('Outputs'))) {
      if (!isMap(output) || output.Value === undefined) continue;
      const value = { value: output.Value, template };
      for (const stack of new Set([stackName ?? stackPath, stackPath])) this.outputs.add(`${stack} ${id}`, value);
      const name = isMap(output.Export) ? output.Export.Name : undefined;
      if (typeof name === 'string') this.exports.add(name, value);
    }
  }
}
