const { mkdirSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');

/**
 * Writes what became of each test to the member's reports/, where the closing line of `npm test` and the count of the
 * specification's rows read it.
 */
module.exports = class ResultReporter {
  constructor(globalConfig, { file = 'results.json' }) {
    this.folder = join(globalConfig.rootDir, 'reports');
    this.file = file;
  }

  onRunComplete(_contexts, results) {
    mkdirSync(this.folder, { recursive: true });
    const outcome = {
      passed: results.numPassedTests,
      // A suite that does not start has no failed tests, and is a failure all the same.
      failed: results.numFailedTests + results.numRuntimeErrorTestSuites,
      skipped: results.numPendingTests + results.numTodoTests,
      tests: results.testResults.flatMap(({ testResults }) =>
        testResults.map(({ fullName, status }) => ({ name: fullName, status })),
      ),
    };
    writeFileSync(join(this.folder, this.file), `${JSON.stringify(outcome)}\n`);
  }
};
