import { type AppSynth, AppView, readAssembly } from '@org/testing';

/** Stacks that refer to each other, and so make one platform; an app of three environments has three. */
export interface Platform {
  /** The tag Environment of its stacks. */
  readonly environment: string;
  readonly region: string;
  readonly view: AppView;
}

/** The platforms in a cloud assembly (cdk.out), in the order of its stacks. */
export function readPlatforms(assembly: string): Platform[] {
  const { stacks, templates } = readAssembly(assembly);
  if (Object.keys(stacks).length === 0) throw new Error(`${assembly} holds no stack: synthesize the app first.`);
  const groups: string[][] = [];
  for (const id of Object.keys(stacks)) {
    const related = groups.filter((group) => group.some((other) => refer(id, other) || refer(other, id)));
    for (const group of related) groups.splice(groups.indexOf(group), 1);
    groups.push([...related.flat(), id]);
  }
  return groups.map((group) => {
    const pick = <T>(all: Record<string, T>) =>
      Object.fromEntries(Object.entries(all).filter(([id]) => group.includes(id)));
    const synth: AppSynth = { succeeded: true, messages: '', stacks: pick(stacks), templates: pick(templates) };
    const [first] = Object.values(synth.stacks);
    return {
      environment: first?.properties.tags?.Environment ?? group.join('-'),
      region: first?.environment.split('/').at(-1) ?? '',
      view: new AppView(synth),
    };
  });

  /** Whether stack `from` reads an output of stack `to`. */
  function refer(from: string, to: string): boolean {
    const text = JSON.stringify(templates[from]);
    const outputs = Object.values(templates[to]?.Outputs ?? {}) as { readonly Export?: { readonly Name: string } }[];
    const exported = outputs.some(({ Export }) => Export && text.includes(`{"Fn::ImportValue":"${Export.Name}"}`));
    return exported || text.includes(`{"Fn::GetStackOutput":{"StackName":"${stacks[to]?.properties.stackName ?? to}"`);
  }
}
