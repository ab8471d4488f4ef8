import { isList, isMap, type Json } from './json';
import type { Template } from './template';

/**
 * What a parameter of a template may be: its default and whatever else it allows. `open` where anybody may give
 * anything, undefined where the template has no such parameter.
 */
export function parameterValues(template: Template, name: string): readonly Json[] | 'open' | undefined {
  const parameter = template.section('Parameters')[name];
  if (!isMap(parameter)) return undefined;
  const { Default, AllowedValues, Type } = parameter;
  // The default of such a type is the name of a parameter in Systems Manager, not its value.
  if (typeof Type === 'string' && Type.startsWith('AWS::SSM::')) return 'open';
  const values = [...(Default === undefined ? [] : [Default]), ...(isList(AllowedValues) ? AllowedValues : [])];
  if (values.length === 0) return 'open';
  const isListed = typeof Type === 'string' && (Type === 'CommaDelimitedList' || Type.startsWith('List<'));
  return isListed
    ? values.map((value) =>
        String(value)
          .split(',')
          .map((part) => part.trim()),
      )
    : [...new Set(values)];
}
