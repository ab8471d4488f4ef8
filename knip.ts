import { APP_KIT, scoped } from './projenrc/scope';

const APP = { entry: ['src/main.ts!', 'test/**/*.test.ts'], project: ['src/**/*.ts!', 'test/**/*.ts'] };

/**
 * What is dead: files, exports and dependencies that nobody uses. `knip` looks at everything; `knip --production` looks
 * at what is published and at the apps, without their tests, and so finds what tests alone keep alive.
 */
export default function config({ production = false }: { readonly production?: boolean }) {
  return {
    // A test may look deeper into a file than the code around it does.
    ignoreExportsUsedInFile: production,
    // Its plugin looks for a runner of its own; tools/mutants.ts brings one.
    stryker: false,
    ignoreIssues: {
      // Loaded by jest, by name.
      'testing/src/*.cjs': ['exports'],
      // Its test imports it in a text that Node.js runs.
      'tools/first-run/machine.mjs': ['exports'],
      // Runs in AWS Lambda.
      'testing/src/integ/probe-function.cjs': ['exports'],
    },
    workspaces: {
      '.': {
        entry: [
          '.projenrc.ts',
          'tools/*.{ts,mjs}',
          'tools/**/test/**/*.test.ts',
          // Started by other programs, as files.
          'tools/consumers/{registry-server,stand-ins,beside/*}.ts',
          'tools/lib/{cdk/cli-host.cjs,without-evidence.cjs,mutation-runner.mts}',
          'tools/bench/*/main.ts',
          'tools/local-cloud/test/{interrupted-tour,start-and-die}.ts',
          'tools/release/test/release-in.ts',
        ],
        project: ['projenrc/*.ts', 'tools/**/*.{ts,mts,mjs,cjs}'],
        // Run by their names, or from node_modules.
        ignoreDependencies: ['@aws-cdk/integ-runner', '@yarnpkg/cli-dist', 'jsii', 'jsii-pacmak', 'pnpm'],
      },
      testing: {
        entry: ['src/*.cjs', 'src/integ/*.cjs', 'test/**/*.test.ts'],
        project: ['{src,test}/**/*.{ts,cjs}'],
        includeEntryExports: !production,
      },
      [`tools/${APP_KIT}`]: {
        entry: ['src/run.cjs!', 'src/validator/{register,thread}.cjs!', 'test/**/*.test.ts'],
        project: ['src/**/*.{ts,cjs}!', 'test/**/*.ts'],
        includeEntryExports: !production,
      },
      'packages/*': {
        entry: ['src/index.ts!', 'test/**/*.{test,random}.ts', 'test/integ.*.ts'],
        project: ['src/**/*.ts!', 'test/**/*.{ts,cjs}'],
      },
      'packages/pci-evidence': {
        entry: ['src/index.ts!', 'src/cli/main.ts!', 'test/**/*.{test,random}.ts'],
        project: ['src/**/*.ts!', 'test/**/*.{ts,cjs}'],
      },
      'apps/*': APP,
      // Each app may use every package; this one has no database.
      'apps/spot-microservices': { ...APP, ignoreDependencies: [scoped('aurora-pci')] },
    },
  };
}
