import type { IConstruct } from 'constructs';

/** Whether whoever made a given resource warns of what it lacks: two warnings of one decision are one too many (ADR 88). */
export function warnsItself(resource: IConstruct): boolean {
  return resource.node.metadata.some(({ type }) => type === 'warns-itself');
}
