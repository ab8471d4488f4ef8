import { type Project, SourceCode } from 'projen';
import { PRIVATE_LIBRARIES, SCOPE, scoped } from './scope';

/** How the files end whose tests run with random props, by the thousand (docs/adr/0080). */
const RANDOM_TESTS = '.random.ts';

/** One jest configuration for all members, run with `--rootDir` of the member, and one for their random props. */
export function writeJestConfig(project: Project): void {
  writeRandomJestConfig(project);
  const file = new SourceCode(project, 'jest.config.js');
  file.line(`// ${file.marker}`);
  file.line("const { join } = require('node:path');");
  file.line('');
  file.open('module.exports = {');
  file.line("testMatch: ['<rootDir>/test/**/*.test.ts'],");
  file.line('randomize: true,');
  file.line('clearMocks: true,');
  file.open('moduleNameMapper: {');
  for (const [name, folder] of Object.entries(PRIVATE_LIBRARIES)) {
    file.line(`'^${scoped(name)}$': join(__dirname, '${folder}/src'),`);
  }
  file.line(`'^${SCOPE}/(.*)$': join(__dirname, 'packages/$1/src'),`);
  file.close('},');
  file.line("testEnvironment: join(__dirname, 'testing/src/environment.cjs'),");
  file.line("transformIgnorePatterns: ['/node_modules/(?!(aws-cdk-lib|constructs|cdk-nag)/)'],");
  file.open('transform: {');
  file.line("'/node_modules/.*\\\\.js$': join(__dirname, 'testing/src/native-modules.cjs'),");
  file.line("'^.+\\\\.ts$': join(__dirname, 'testing/src/strip-types.cjs'),");
  file.close('},');
  file.line("reporters: ['default', [join(__dirname, 'testing/src/result-reporter.cjs'), {}]],");
  file.line("collectCoverageFrom: ['<rootDir>/src/**/*.ts'],");
  file.line("coverageDirectory: '<rootDir>/reports/coverage',");
  file.close('};');
}

function writeRandomJestConfig(project: Project): void {
  const file = new SourceCode(project, 'jest.random.config.js');
  file.line(`// ${file.marker}`);
  file.line("const { join } = require('node:path');");
  file.line('');
  file.open('module.exports = {');
  file.line("...require('./jest.config.js'),");
  file.line(`testMatch: ['<rootDir>/test/**/*${RANDOM_TESTS}'],`);
  file.line("reporters: ['default', [join(__dirname, 'testing/src/result-reporter.cjs'), { file: 'random.json' }]],");
  file.close('};');
  file.line('');
}
