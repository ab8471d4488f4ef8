import { isList, isMap, type Json } from './json';
import type { Template } from './template';

/** What a parameter of a template may be. */
export interface ParameterValues {
  /** Its default, and whatever it allows by name. */
  readonly values: readonly Json[];
  /** Whether somebody may give it anything else at deployment. */
  readonly open: boolean;
}

/** What a parameter of a template may be; undefined where the template has no such parameter. */
export function parameterValues(template: Template, name: string): ParameterValues | undefined {
  const parameter = template.section('Parameters')[name];
  if (!isMap(parameter)) return undefined;
  const { Default, AllowedValues, Type } = parameter;
  // The default of such a type is the name of a parameter in Systems Manager, not its value.
  if (typeof Type === 'string' && Type.startsWith('AWS::SSM::')) return { values: [], open: true };
  const values = [...(Default === undefined ? [] : [Default]), ...(isList(AllowedValues) ? AllowedValues : [])];
  const isListed = typeof Type === 'string' && (Type === 'CommaDelimitedList' || Type.startsWith('List<'));
  const split = (value: Json) =>
    String(value)
      .split(',')
      .map((part) => part.trim());
  // Each item of a list must be allowed, not the list as a whole.
  const open = !isList(AllowedValues) || isListed;
  return { values: isListed ? values.map(split) : [...new Set(values)], open };
}
