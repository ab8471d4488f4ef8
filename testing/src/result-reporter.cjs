const { mkdirSync, writeFileSync } = require('node:fs');
const { join, relative } = require('node:path');
const { stripVTControlCharacters } = require('node:util');

/** As much of what a failing test says as the end of a long run has room for: not its stack. */
const MAX_LINES = 12;

/**
 * Writes what became of each test to the member's reports/, where the closing line of `npm test` and the count of the
 * specification's rows read it.
 */
module.exports = class ResultReporter {
  constructor(globalConfig, { file = 'results.json' }) {
    this.root = globalConfig.rootDir;
    this.folder = join(this.root, 'reports');
    this.file = file;
  }

  onRunComplete(_contexts, results) {
    mkdirSync(this.folder, { recursive: true });
    const outcome = {
      passed: results.numPassedTests,
      // A suite that does not start has no failed tests, and is a failure all the same.
      failed: results.numFailedTests + results.numRuntimeErrorTestSuites,
      skipped: results.numPendingTests + results.numTodoTests,
      tests: results.testResults.flatMap(({ testResults, testExecError, testFilePath, failureMessage }) => [
        ...testResults.map(({ fullName, status, failureMessages }) => ({
          name: fullName,
          status,
          reason: shortened(failureMessages[0]),
        })),
        ...(testExecError
          ? [{ name: relative(this.root, testFilePath), status: 'failed', reason: shortened(failureMessage) }]
          : []),
      ]),
    };
    writeFileSync(join(this.folder, this.file), `${JSON.stringify(outcome)}\n`);
  }
};

function shortened(message) {
  const lines = stripVTControlCharacters(message ?? '').split('\n');
  const said = lines.filter((line) => line.trim() !== '' && !/^\s+at /.test(line));
  return said.length > 0 ? said.slice(0, MAX_LINES).join('\n') : undefined;
}
