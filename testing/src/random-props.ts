import type { Stack } from 'aws-cdk-lib/core';
import fc from 'fast-check';
import { AppView } from './app-view';
import { type Invariant, standardInvariants } from './random-props-invariants';
import { refusalProblems } from './random-props-refusal';
import { removeAssets, type Templates, templatesOf } from './random-props-synth';
import { stackBreaks } from './updates/stack-breaks';
import { UpdateBehaviour } from './updates/update-behaviour';

/** The seed of every run that names none: the same props each time, so that a verdict can be cached. */
const DEFAULT_SEED = 1;

/** How often a case is tried unless a test says otherwise. */
const VALID_RUNS = 2_000;
const INVALID_RUNS = 1_000;

/** AWS's data takes a second to load. */
const BEHAVIOUR = new UpdateBehaviour();

/**
 * Props as plain data, out of which `build` makes the constructs: a counterexample is read by people, and a Duration
 * or a key that a construct has made says nothing to them.
 */
export interface ValidProps<T extends object> {
  readonly valid: fc.Arbitrary<T>;
  readonly build: (stack: Stack, props: T) => void;
  /** What must hold besides what holds for every package, by name. */
  readonly invariants?: Readonly<Record<string, (view: AppView, props: T) => string[]>>;
  /** Changes of props that the docs call safe: after one, no stateful resource may be replaced or lost. */
  readonly safeChange?: fc.Arbitrary<Partial<T>>;
  /** How many sets of props. Default: 2,000, which a package with several constructs may share out. */
  readonly runs?: number;
}

/** Props that are refused, and which of them the message must name. */
interface Refused<T extends object> {
  readonly props: T;
  /** The prop, as the message names it in backticks, or what else the message must match. */
  readonly expected: string | RegExp;
}

export interface RandomValues<T> {
  readonly values: fc.Arbitrary<T>;
  /** What is wrong with one, a line each. */
  readonly problemsOf: (value: T) => string[];
  /** Default: 2,000. */
  readonly runs?: number;
}

export interface InvalidProps<T extends object> {
  readonly invalid: fc.Arbitrary<Refused<T>>;
  readonly build: (stack: Stack, props: T) => void;
  /** Default: 1,000, which a package with several constructs may share out. */
  readonly runs?: number;
}

/**
 * Construct ids: short and long ones, and those that CDK leaves out of logical ids. Short ones begin with a small letter,
 * because what a test makes beside its construct has capital ones, such as `Vpc`.
 */
export const constructIds: fc.Arbitrary<string> = fc.oneof(
  { withCrossShrink: true },
  fc.stringMatching(/^[a-z][A-Za-z0-9]{0,30}$/),
  fc.stringMatching(/^[A-Za-z][A-Za-z0-9 ._-]{60,240}$/),
  fc.constantFrom('Default', 'Resource'),
);

/** A prop that may be left out. */
export function optional<T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return fc.option(arbitrary, { nil: undefined });
}

/** Valid props but for one change, which is refused with a message that names `expected`. */
export function validBut<T extends object>(
  valid: fc.Arbitrary<T>,
  expected: string | RegExp,
  change: fc.Arbitrary<Partial<T>>,
): fc.Arbitrary<Refused<T>> {
  return fc
    .record({ valid, change })
    .map(({ valid: props, change: bad }) => ({ props: { ...props, ...bad }, expected }));
}

/** Registers a test: random valid props synthesize to templates that hold the invariants. */
export function holdsForRandomProps<T extends object>(what: string, options: ValidProps<T>): void {
  const { runs = VALID_RUNS } = options;
  test(`${what} with ${runs} random valid props`, () => expectNoProblem(what, checkValid(options)));
}

/** Registers a test: random invalid props are refused with an error of ours. */
export function refusesRandomProps<T extends object>(what: string, options: InvalidProps<T>): void {
  const { runs = INVALID_RUNS } = options;
  test(`${what} with ${runs} random invalid props`, () => expectNoProblem(what, checkInvalid(options)));
}

/** Registers a test: nothing is wrong with random values of any kind, such as templates that a rule reads. */
export function holdsForRandom<T>(what: string, { values, problemsOf, runs = VALID_RUNS }: RandomValues<T>): void {
  test(`${what} with ${runs} random values`, () => expectNoProblem(what, search(values, runs, problemsOf)));
}

/** What became of a run. */
export interface RandomRun {
  readonly seed: number;
  /** How many sets of props were tried. */
  readonly runs: number;
  /** How many of the cases were different. */
  readonly different: number;
  /** The smallest props found for which something is wrong, and what. */
  readonly counterexample?: { readonly props: string; readonly problem: string; readonly shrunk: number };
}

/**
 * Tries valid props, and reports the smallest with a problem. Where there are safe changes, each case is two sets of props,
 * that before and that after one, and there are half as many cases.
 */
export function checkValid<T extends object>(options: ValidProps<T>): RandomRun {
  const { valid, build, safeChange, runs = VALID_RUNS } = options;
  const invariants = { ...standardInvariants(BEHAVIOUR), ...options.invariants };
  const holds = (props: T) => {
    const made = synthesize(build, props);
    return 'problem' in made ? made : { ...made, problems: violations(made.templates, props, invariants) };
  };
  if (!safeChange) {
    return search(valid, runs, (props) => {
      const made = holds(props);
      return 'problem' in made ? [made.problem] : made.problems;
    });
  }
  const run = search(fc.record({ props: valid, change: safeChange }), runs / 2, ({ props, change }) => {
    const [before, after] = [holds(props), holds({ ...props, ...change })];
    if ('problem' in before) return [before.problem];
    if ('problem' in after) return [after.problem];
    const broken = [...new Set([...before.problems, ...after.problems])];
    return broken.length > 0 ? broken : unsafeChanges(before.templates, after.templates);
  });
  return { ...run, runs: run.runs * 2 };
}

function unsafeChanges(before: Templates, after: Templates): string[] {
  return stackBreaks(asStacks(before), asStacks(after), BEHAVIOUR).map(
    ({ where, what }) => `not a safe change: ${where}: ${what}`,
  );
}

/** Tries invalid props, and reports the smallest that are accepted, or refused with another error than one of ours. */
export function checkInvalid<T extends object>({ invalid, build, runs = INVALID_RUNS }: InvalidProps<T>): RandomRun {
  return search(invalid, runs, ({ props, expected }) => {
    let stack: Stack | undefined;
    try {
      templatesOf((place) => {
        stack = place;
        build(place, props);
      });
    } catch (error) {
      return refusalProblems(error, (stack as Stack).node.root, expected);
    }
    return ['they are accepted'];
  });
}

function search<C>(cases: fc.Arbitrary<C>, runs: number, problemsOf: (one: C) => string[]): RandomRun {
  const different = new Set<string>();
  const property = fc.property(cases, (one) => {
    different.add(show(one));
    const problems = problemsOf(one);
    if (problems.length > 0) throw new Error(problems.join('\n'));
  });
  const { failed, counterexample, errorInstance, seed, numShrinks, numRuns } = checked(property, runs);
  const run = { seed, runs: numRuns, different: different.size };
  if (!failed || !counterexample) return run;
  const problem = errorInstance instanceof Error ? errorInstance.message : String(errorInstance);
  return { ...run, counterexample: { props: show(counterexample[0]), problem, shrunk: numShrinks } };
}

function checked<C>(property: fc.IProperty<[C]>, numRuns: number) {
  try {
    return fc.check(property, { numRuns, seed: chosenSeed() });
  } finally {
    removeAssets();
  }
}

/** Without what is of interest to nobody who reads props: prototypes, and what is left out. */
function show(props: unknown): string {
  const text = fc.stringify(props).replaceAll('__proto__:null,', '');
  return text.replaceAll(/"\w+":undefined,/g, '').replaceAll(/,?"\w+":undefined\}/g, '}');
}

function chosenSeed(): number {
  const given = process.env.RANDOM_SEED;
  if (!given) return DEFAULT_SEED;
  const seed = Number(given);
  if (Number.isInteger(seed)) return seed;
  throw new Error(`RANDOM_SEED must be a whole number, got: '${given}'.`);
}

function synthesize<T>(
  build: (stack: Stack, props: T) => void,
  props: T,
): { templates: Templates } | { problem: string } {
  try {
    return { templates: templatesOf((stack) => build(stack, props)) };
  } catch (error) {
    return { problem: `they are refused: ${(error as Error).stack}` };
  }
}

function violations<T>(
  templates: Templates,
  props: T,
  invariants: Readonly<Record<string, Invariant | ((view: AppView, props: T) => string[])>>,
): string[] {
  const view = new AppView({ succeeded: true, messages: '', stacks: {}, templates });
  return Object.entries(invariants).flatMap(([name, check]) => check(view, props).map((one) => `${name}: ${one}`));
}

function asStacks(templates: Templates) {
  return Object.entries(templates).map(([name, { Resources }]) => ({ name, environment: '', resources: Resources }));
}

/** Says which seed was tried; fails with the smallest counterexample and how to see it again. */
function expectNoProblem(what: string, { seed, runs, different, counterexample }: RandomRun): void {
  if (!counterexample) {
    process.stdout.write(`${what}: ${runs} tried in ${different} different cases, seed ${seed}\n`);
    return;
  }
  const { props, problem, shrunk } = counterexample;
  throw new Error(
    `${what}, seed ${seed}, after ${runs}, shrunk ${shrunk} times to\n${props}\n${problem}\n` +
      `Again: RANDOM_SEED=${seed} and this test.`,
  );
}
