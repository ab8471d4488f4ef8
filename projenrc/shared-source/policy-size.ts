import { type CfnResource, Stack } from 'aws-cdk-lib/core';

/** How large AWS lets the policy of a resource become. */
interface PolicySize {
  readonly document: () => unknown;
  readonly bytes: number;
  /** Who takes no more, as in "AWS KMS". */
  readonly service: string;
  readonly remedy: string;
}

/** Whose policies are looked at already: many add to one. */
const limited = new WeakSet<CfnResource>();

/** Refuses a policy, which everybody adds statements to, that is certain to be larger than AWS takes. */
export function limitPolicySize(resource: CfnResource, { document, bytes, service, remedy }: PolicySize): void {
  if (limited.has(resource)) return;
  limited.add(resource);
  resource.node.addValidation({
    validate: () => {
      const size = JSON.stringify(shortest(Stack.of(resource).resolve(document()))).length;
      if (size <= bytes) return [];
      return [
        `The policy must keep to the ${bytes.toLocaleString('en')} bytes that ${service} takes, got: at least ` +
          `${size.toLocaleString('en')}. ${remedy}`,
      ];
    },
  });
}

/** Lengths that pseudo parameters have at least; any other reference may turn out to be short. */
const LENGTHS: Record<string, number> = { 'AWS::AccountId': 12, 'AWS::Partition': 3, 'AWS::Region': 9 };

/** A document with each reference as the shortest text that it may become. */
function shortest(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shortest);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const [name, content] = entries.length === 1 ? (entries[0] ?? []) : [];
  if (name === 'Fn::Join') return content[1].map(shortest).join(content[0]);
  if (name === 'Ref') return '-'.repeat(LENGTHS[content] ?? 0);
  if (name?.startsWith('Fn::')) return '';
  return Object.fromEntries(entries.map(([key, part]) => [key, shortest(part)]));
}
