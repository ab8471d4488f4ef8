import type { Json } from './json';
import type { Resource, Template } from './template';

/** Where in a resource a value stands, such as `Properties.Listeners[0].Port`. */
interface Placed {
  readonly path: string;
}

/** The property is not there, or `AWS::NoValue`. */
interface Absent extends Placed {
  readonly kind: 'absent';
}

/** A value that the template says; what it holds may be functions again, to be evaluated in `template`. */
export interface Known extends Placed {
  readonly kind: 'known';
  readonly value: Exclude<Json, null>;
  readonly template: Template;
}

/** Text with parts that are known at deployment only, written as `${...}`, and the resources that these come from. */
export interface Text extends Placed {
  readonly kind: 'text';
  readonly text: string;
  readonly resources: readonly Resource[];
}

/** A resource of the app, by its reference or one of its attributes. */
export interface Reference extends Placed {
  readonly kind: 'reference';
  readonly resource: Resource;
  readonly attribute?: string;
}

/** What the template leaves open. */
interface Unknown extends Placed {
  readonly kind: 'unknown';
  readonly reason: string;
}

/** One of the things that a property may be once it is deployed. */
export type Possibility = Absent | Known | Text | Reference | Unknown;

/** Words for a person, short enough for a table. */
export function describe(possibility: Possibility): string {
  const text = textOf(possibility);
  return text.length > 120 ? `${text.slice(0, 117)}...` : text;
}

/** The same at its whole length, for whoever looks for something in it. */
export function textOf(possibility: Possibility): string {
  switch (possibility.kind) {
    case 'absent':
      return 'nothing';
    case 'known':
      return typeof possibility.value === 'string' ? possibility.value : JSON.stringify(possibility.value);
    case 'text':
      return possibility.text;
    case 'reference':
      return `${possibility.resource.logicalId}${possibility.attribute ? `.${possibility.attribute}` : ''}`;
    case 'unknown':
      return possibility.reason;
  }
}
