import type { IConstruct } from 'constructs';

/** CDK's own frame around what constructs say when they are asked to validate themselves. */
const VALIDATION = /^Validation failed with the following errors:\n {2}\[/;

/**
 * What is wrong with an error as an answer to props: ours begins with the path of a construct or the class of a value, names the prop and what
 * was given, and comes from the source of a package, not out of a dependency.
 */
export function refusalProblems(error: unknown, root: IConstruct, expected: string | RegExp): string[] {
  if (!(error instanceof Error) && !isError(error)) return [`something else than an error is thrown: ${error}`];
  const { message } = error;
  const validated = VALIDATION.test(message);
  const problems = [
    ...(validated || isPath(root, message.split(': ')[0] ?? '') ? [] : ['does not begin with the path of a construct']),
    ...(message.includes('got: ') ? [] : ["does not say what was given ('got: ')"]),
    ...(names(message, expected) ? [] : [`does not name ${expected}`]),
    ...(validated || isThrownByPackage(error) ? [] : ['comes out of a dependency']),
  ];
  return problems.length === 0 ? [] : [`the error ${problems.join(', ')}: ${error.stack}`];
}

/** Errors of modules that Node.js itself loads have another constructor than those of a test. */
function isError(error: unknown): error is Error {
  return Object.prototype.toString.call(error) === '[object Error]';
}

/** An app has no path, and a value stands in no tree: messages about them begin with the name of their class. */
function isPath(root: IConstruct, text: string): boolean {
  if (/^[A-Z][A-Za-z]+$/.test(text) && text !== 'Error') return true;
  let place: IConstruct | undefined = root;
  for (const id of text.split('/')) place = place?.node.tryFindChild(id);
  return place !== undefined;
}

function names(message: string, expected: string | RegExp): boolean {
  return typeof expected === 'string' ? message.includes(`\`${expected}\``) : expected.test(message);
}

function isThrownByPackage({ stack = '' }: Error): boolean {
  const thrower = stack.split('\n').find((line) => /^\s+at /.test(line)) ?? '';
  return /[\\/]packages[\\/][\w-]+[\\/]src[\\/]/.test(thrower) && !/[\\/]node_modules[\\/]/.test(thrower);
}
