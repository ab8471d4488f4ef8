const { mkdirSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');

/** Writes how many tests passed and failed to the member's reports/, where the closing line of `npm test` reads them. */
module.exports = class CountReporter {
  constructor(globalConfig) {
    this.folder = join(globalConfig.rootDir, 'reports');
  }

  onRunComplete(_contexts, results) {
    mkdirSync(this.folder, { recursive: true });
    const counts = {
      passed: results.numPassedTests,
      // A suite that does not start has no failed tests, and is a failure all the same.
      failed: results.numFailedTests + results.numRuntimeErrorTestSuites,
      skipped: results.numPendingTests + results.numTodoTests,
    };
    writeFileSync(join(this.folder, 'counts.json'), `${JSON.stringify(counts)}\n`);
  }
};
