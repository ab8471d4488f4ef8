import { JsonFile, type Project } from 'projen';

/**
 * What mutation testing has in common for all packages; tools/mutants.ts adds the package. Every mutator is on, and
 * every file below src is mutated: types and comments hold no mutants.
 */
export function writeStrykerConfig(project: Project): void {
  new JsonFile(project, 'stryker.config.json', {
    marker: false, // the tool warns about unknown keys
    obj: {
      plugins: ['./tools/lib/mutation-runner.mts'],
      testRunner: 'circus',
      testRunnerNodeArgs: ['--import', 'tsx'],
      checkerNodeArgs: ['--import', 'tsx'],
      coverageAnalysis: 'perTest',
      // A mutant that loops is stopped by its count of hits. This bound is far off, so that a busy machine kills none.
      timeoutMS: 60_000,
      reporters: ['json', 'html', 'dots'],
      tempDirName: 'reports/mutation/sandbox',
      // What no test of a package reads.
      ignorePatterns: ['/apps', '/docs', '/projenrc', '/testing', '/tools', '*.snapshot', 'lib'],
      logLevel: 'warn',
      // The number of mutants that need a reload is not a fault here: the runner reloads in a fraction of a second.
      warnings: { slow: false },
    },
  });
}
