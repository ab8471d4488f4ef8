import { isList, isMap, type Json, onlyEntry } from './json';
import type { Template } from './template';

/** What a condition may be. */
export type Truth = 'true' | 'false' | 'open';

/** How the sides of an `Fn::Equals` are read: the text if the template fixes it, else undefined. */
export type Fixed = (value: Json) => string | undefined;

const MAX_DEPTH = 32;

/** Evaluates a condition by name; open where it hangs on what is known at deployment, or on itself. */
export function truthOf(name: string, template: Template, fixed: Fixed, depth = 0): Truth {
  const condition = template.section('Conditions')[name];
  return condition === undefined || depth > MAX_DEPTH ? 'open' : evaluate(condition, template, fixed, depth);
}

function evaluate(condition: Json, template: Template, fixed: Fixed, depth: number): Truth {
  if (!isMap(condition) || depth > MAX_DEPTH) return 'open';
  const [operator, argument] = onlyEntry(condition) ?? [];
  const parts = () => (isList(argument) ? argument : []).map((part) => evaluate(part, template, fixed, depth + 1));
  switch (operator) {
    case 'Condition':
      return typeof argument === 'string' ? truthOf(argument, template, fixed, depth + 1) : 'open';
    case 'Fn::Not':
      return opposite(parts()[0]);
    case 'Fn::And':
      return parts().includes('false') ? 'false' : allAre('true', parts());
    case 'Fn::Or':
      return parts().includes('true') ? 'true' : allAre('false', parts());
    case 'Fn::Equals':
      return equal(argument, fixed);
    default:
      return 'open';
  }
}

function equal(argument: Json | undefined, fixed: Fixed): Truth {
  const [left, right] = (isList(argument) ? argument : []).map(fixed);
  if (left === undefined || right === undefined) return 'open';
  return left === right ? 'true' : 'false';
}

function opposite(truth: Truth | undefined): Truth {
  if (truth === 'true') return 'false';
  return truth === 'false' ? 'true' : 'open';
}

function allAre(truth: 'true' | 'false', parts: readonly Truth[]): Truth {
  return parts.length > 0 && parts.every((part) => part === truth) ? truth : 'open';
}
