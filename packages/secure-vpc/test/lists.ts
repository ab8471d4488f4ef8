/** How a list ends that has a number of elements only at deployment: what is refused, and the way out. */
export const KNOWN_LENGTH =
  'have a length that is known at synthesis, got: a list known only at deployment. Name its elements, as ' +
  'Fn.select(0, list), or import it with its length, as Fn.importListValue(name, 3).';
