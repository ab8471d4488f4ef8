import { readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import {
  INSTRUMENTER_CONSTANTS,
  type InstrumenterContext,
  type Mutant,
  type StrykerOptions,
} from '@stryker-mutator/api/core';
import { commonTokens, declareClassPlugin, PluginKind, tokens } from '@stryker-mutator/api/plugin';
import {
  type DryRunResult,
  DryRunStatus,
  determineHitLimitReached,
  type FailedTestResult,
  type MutantRunOptions,
  type MutantRunResult,
  type TestResult,
  type TestRunner,
  TestStatus,
  toMutantRunResult,
} from '@stryker-mutator/api/test-runner';
import { LoadedSuite, type LoadedTest } from './loaded-suite.mjs';

const RECENT_KILLERS = 10;
/** Milliseconds, more than any test takes. */
const SLOWEST = 1_000_000;

/** What the instrumented sources read and write. They keep the object, so it stays the same one. */
const context: InstrumenterContext = {};
Object.assign(globalThis, { [INSTRUMENTER_CONSTANTS.NAMESPACE]: context });

/**
 * Runs a package's jest tests for Stryker, from a suite that stays loaded: a mutant is switched on, and of the tests
 * that reach it the likely killers run first, until one fails. Only files that reach it on loading are loaded again.
 */
export class CircusTestRunner implements TestRunner {
  public static readonly inject = tokens(commonTokens.options);

  private readonly suite: LoadedSuite;
  /** Loaded without a mutant. */
  private tests: readonly LoadedTest[] = [];
  /** Made while the test files were loading, for several tests to read. */
  private keptAssemblies: readonly string[] = [];
  /** What reaches a mutant: ids of tests, and test files that run its code when they load. */
  private readonly reach = new Map<string, Set<string>>();
  private readonly durations = new Map<string, number>();
  /** Per source file, the tests that killed its last mutants: they are likely to kill the next. */
  private readonly killers = new Map<string, readonly string[]>();

  constructor(options: StrykerOptions) {
    // The worker stands in the sandbox, which is laid out like the repository.
    this.suite = new LoadedSuite(resolve(String(options.testedFolder)));
  }

  public capabilities() {
    // Nothing outside has to reload anything, or to restart a worker for it.
    return { reloadEnvironment: true };
  }

  public init(): Promise<void> {
    // What jest's workers set up before any test: no validation at each synth, and a temporary folder of their own.
    createRequire(import.meta.url)('../../testing/src/environment.cjs');
    return Promise.resolve();
  }

  /** Runs all tests twice, for what follows stands on their passing as often as they are run. */
  public async dryRun(): Promise<DryRunResult> {
    const tests = await this.learn();
    const failure = await this.firstFailure([...this.tests].reverse());
    if (failure && tests.every(({ status }) => status === TestStatus.Success))
      return {
        status: DryRunStatus.Error,
        errorMessage: `'${failure.id}' passes once, and fails when run again: ${failure.failureMessage}`,
      };
    const { perTest = {} } = context.mutantCoverage ?? {};
    const onImport = this.suite.files.flatMap((file) => Object.entries(perTest[file] ?? {}));
    const ofTests = Object.entries(perTest).filter(([id]) => !this.suite.files.includes(id));
    const mutantCoverage = { static: Object.fromEntries(onImport), perTest: Object.fromEntries(ofTests) };
    return { status: DryRunStatus.Complete, tests, mutantCoverage };
  }

  public async mutantRun({ activeMutant, hitLimit }: MutantRunOptions): Promise<MutantRunResult> {
    if (this.tests.length === 0) await this.learn();
    Object.assign(context, { hitLimit, hitCount: hitLimit === undefined ? undefined : 0 });
    try {
      const failure = (await this.tryTests(activeMutant)) ?? (await this.tryImports(activeMutant));
      const looped = determineHitLimitReached(context.hitCount, hitLimit);
      if (looped) return toMutantRunResult(looped);
      if (failure) this.remember(activeMutant.fileName, failure.id);
      return toMutantRunResult({ status: DryRunStatus.Complete, tests: failure ? [failure] : [] });
    } catch (error) {
      return toMutantRunResult({ status: DryRunStatus.Error, errorMessage: String(error) });
    } finally {
      context.activeMutant = undefined;
    }
  }

  /** Loads and runs the suite, and notes which mutants each test reaches, and each file when it loads. */
  private async learn(): Promise<TestResult[]> {
    this.loadAll();
    const results: TestResult[] = [];
    for (const test of this.tests) {
      context.currentTestId = test.id;
      const result = await this.runTest(test);
      context.currentTestId = undefined;
      this.durations.set(test.id, result.timeSpentMs);
      results.push(result);
    }
    for (const [id, mutants] of Object.entries(context.mutantCoverage?.perTest ?? {}))
      for (const mutant of Object.keys(mutants)) this.reach.set(mutant, (this.reach.get(mutant) ?? new Set()).add(id));
    return results;
  }

  /** Switches a mutant on and runs the tests that reach it: its file's last killers, then the quick ones. */
  private async tryTests(activeMutant: Mutant, fresh = false): Promise<FailedTestResult | undefined> {
    const { id: mutant, fileName } = activeMutant;
    const reach = this.reach.get(mutant);
    const killers = this.killers.get(fileName) ?? [];
    // The tests of a file that reaches the mutant when it loads have their turn with the file, but for the killers.
    const tests = this.tests.filter(({ id, file }) => reach?.has(id) && (!reach.has(file) || killers.includes(id)));
    context.activeMutant = mutant;
    const failure = await this.firstFailure(this.likelyFirst(tests, activeMutant));
    context.activeMutant = undefined;
    if (!failure || fresh) return failure;
    // A mutant before this one may have left something behind: then the verdict is that of a fresh suite.
    if (!(await this.firstFailure(this.tests.filter(({ id }) => id === failure.id)))) return failure;
    this.loadAll();
    return this.tryTests(activeMutant, true);
  }

  /** Loads the files that reach a mutant on loading while it is on, and runs all of their tests. */
  private async tryImports(activeMutant: Mutant): Promise<FailedTestResult | undefined> {
    const { id: mutant, fileName } = activeMutant;
    const killers = this.killers.get(fileName) ?? [];
    const kills = (file: string) =>
      killers.filter((id) => this.tests.some((test) => test.id === id && test.file === file));
    const files = this.suite.files.filter((file) => this.reach.get(mutant)?.has(file));
    const kept = this.keptAssemblies;
    context.activeMutant = mutant;
    try {
      for (const file of files.sort((a, b) => kills(b).length - kills(a).length)) {
        const failure = await this.firstFailure(this.likelyFirst(this.load(file), activeMutant));
        if (failure) return failure;
      }
    } finally {
      this.keptAssemblies = kept;
      removeAssemblies(kept);
    }
    return undefined;
  }

  /** The last killers of a file's mutants, then the tests that reach this one, the quick ones first. */
  private likelyFirst(tests: readonly LoadedTest[], { id: mutant, fileName }: Mutant): LoadedTest[] {
    const killers = this.killers.get(fileName) ?? [];
    const rank = ({ id }: LoadedTest) =>
      killers.includes(id) ? 0 : (this.durations.get(id) ?? 0) + (this.reach.get(mutant)?.has(id) ? 0 : SLOWEST);
    return [...tests].sort((a, b) => rank(a) - rank(b));
  }

  private loadAll(): void {
    this.keptAssemblies = [];
    removeAssemblies();
    this.tests = this.suite.files.flatMap((file) => this.load(file));
  }

  private load(file: string): LoadedTest[] {
    context.currentTestId = file;
    try {
      return this.suite.load(file);
    } finally {
      context.currentTestId = undefined;
      this.keptAssemblies = assemblies();
    }
  }

  private async firstFailure(tests: readonly LoadedTest[]): Promise<FailedTestResult | undefined> {
    for (const test of tests) {
      const result = await this.runTest(test);
      if (result.status === TestStatus.Failed) return result;
    }
    return undefined;
  }

  private async runTest(test: LoadedTest): Promise<TestResult> {
    const started = performance.now();
    const base = { id: test.id, name: test.id, fileName: test.file };
    try {
      await test.run();
      return { ...base, status: TestStatus.Success, timeSpentMs: performance.now() - started };
    } catch (error) {
      const failureMessage = error instanceof Error ? error.message : String(error);
      return { ...base, status: TestStatus.Failed, failureMessage, timeSpentMs: performance.now() - started };
    } finally {
      removeAssemblies(this.keptAssemblies);
    }
  }

  private remember(source: string, killer: string): void {
    const others = (this.killers.get(source) ?? []).filter((id) => id !== killer);
    this.killers.set(source, [killer, ...others].slice(0, RECENT_KILLERS));
  }
}

/** Every synth leaves its assembly among the temporary files: thousands of them in a run. */
function assemblies(): string[] {
  return readdirSync(tmpdir()).filter((name) => name.startsWith('cdk.out'));
}

function removeAssemblies(kept: readonly string[] = []): void {
  for (const name of assemblies())
    if (!kept.includes(name)) rmSync(join(tmpdir(), name), { recursive: true, force: true });
}

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, 'circus', CircusTestRunner)];

export const strykerValidationSchema = {
  properties: {
    testedFolder: { description: 'The package, from the root of the repository.', type: 'string' },
  },
};
