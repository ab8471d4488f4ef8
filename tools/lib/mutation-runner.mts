import { readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { INSTRUMENTER_CONSTANTS, type InstrumenterContext, type StrykerOptions } from '@stryker-mutator/api/core';
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

/** What the instrumented sources read and write. They keep the object, so it stays the same one. */
const context: InstrumenterContext = {};
Object.assign(globalThis, { [INSTRUMENTER_CONSTANTS.NAMESPACE]: context });

/**
 * Runs a package's jest tests for Stryker, from a suite that stays loaded: a mutant is switched on, and of the tests
 * that reach it the likely killers run first, until one fails. Only mutants of code that runs on import need a reload.
 */
export class CircusTestRunner implements TestRunner {
  public static readonly inject = tokens(commonTokens.options);

  private readonly suite: LoadedSuite;
  /** Loaded without a mutant. */
  private tests: readonly LoadedTest[] = [];
  /** Made while the test files were loading, for several tests to read. */
  private keptAssemblies: readonly string[] = [];
  private readonly durations = new Map<string, number>();
  /** Per source file, the tests that killed its last mutants: they are likely to kill the next. */
  private readonly killers = new Map<string, readonly string[]>();

  constructor(options: StrykerOptions) {
    // The worker stands in the sandbox, which is laid out like the repository.
    this.suite = new LoadedSuite(resolve(String(options.testedFolder)));
  }

  public capabilities() {
    // Mutants that need a reload say so themselves (`mutantActivation`); with this, no worker is restarted for them.
    return { reloadEnvironment: true };
  }

  public init(): Promise<void> {
    // What jest's workers set up before any test: no validation at each synth, and a temporary folder of their own.
    createRequire(import.meta.url)('../../testing/src/environment.cjs');
    return Promise.resolve();
  }

  /** Runs all tests twice, for what follows stands on their passing as often as they are run. */
  public async dryRun(): Promise<DryRunResult> {
    this.loadAll();
    const tests: TestResult[] = [];
    for (const test of this.tests) {
      context.currentTestId = test.id;
      const result = await this.runTest(test);
      context.currentTestId = undefined;
      this.durations.set(test.id, result.timeSpentMs);
      tests.push(result);
    }
    const failure = await this.firstFailure([...this.tests].reverse());
    if (failure && tests.every(({ status }) => status === TestStatus.Success))
      return {
        status: DryRunStatus.Error,
        errorMessage: `'${failure.id}' passes once, and fails when run again: ${failure.failureMessage}`,
      };
    return { status: DryRunStatus.Complete, tests, mutantCoverage: context.mutantCoverage };
  }

  public async mutantRun(options: MutantRunOptions): Promise<MutantRunResult> {
    const { hitLimit, activeMutant } = options;
    Object.assign(context, { hitLimit, hitCount: hitLimit === undefined ? undefined : 0 });
    try {
      if (this.tests.length === 0) this.loadAll();
      const failure = await (options.mutantActivation === 'static'
        ? this.tryImports(options)
        : this.tryTests(activeMutant.id, this.inOrder(options)));
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

  /** Switches a mutant on and runs tests of the loaded suite. */
  private async tryTests(mutant: string, tests: readonly LoadedTest[]): Promise<FailedTestResult | undefined> {
    context.activeMutant = mutant;
    const failure = await this.firstFailure(tests);
    context.activeMutant = undefined;
    if (!failure) return undefined;
    // A mutant before this one may have left something behind: then the verdict is that of a fresh suite.
    if (!(await this.firstFailure(this.tests.filter(({ id }) => id === failure.id)))) return failure;
    const ids = tests.map(({ id }) => id);
    this.loadAll();
    context.activeMutant = mutant;
    return this.firstFailure(this.tests.filter(({ id }) => ids.includes(id)));
  }

  /** For a mutant of code that runs on import: loads the suite anew, file by file, until a test fails. */
  private async tryImports({ activeMutant }: MutantRunOptions): Promise<FailedTestResult | undefined> {
    const killers = this.killers.get(activeMutant.fileName) ?? [];
    const early = await this.tryTests(
      activeMutant.id,
      this.tests.filter(({ id }) => killers.includes(id)),
    );
    if (early) return early;
    // The suite that is loaded without the mutant stays: its tests hold the sources that they imported.
    this.suite.clear();
    const kept = this.keptAssemblies;
    context.activeMutant = activeMutant.id;
    try {
      for (const file of this.suite.filesFrom(killers)) {
        const tests = this.suite.load(file);
        this.keptAssemblies = assemblies();
        const failure = await this.firstFailure(tests);
        if (failure) return failure;
      }
      return undefined;
    } finally {
      this.keptAssemblies = kept;
      removeAssemblies(kept);
    }
  }

  private loadAll(): void {
    this.suite.clear();
    removeAssemblies();
    this.tests = this.suite.files.flatMap((file) => this.suite.load(file));
    this.keptAssemblies = assemblies();
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

  /** The tests that reach a mutant: the last killers of its file's mutants, then the quick ones. */
  private inOrder({ testFilter, activeMutant }: MutantRunOptions): LoadedTest[] {
    const reach = new Set(testFilter);
    const killers = this.killers.get(activeMutant.fileName) ?? [];
    const rank = ({ id }: LoadedTest) => (killers.includes(id) ? -1 : (this.durations.get(id) ?? 0));
    return this.tests.filter(({ id }) => !testFilter || reach.has(id)).sort((a, b) => rank(a) - rank(b));
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
