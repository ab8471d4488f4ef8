import type { Rule } from './commands';

/** Stands in a command for what a reader fills in, and what it is filled in with here. */
export const PLACEHOLDERS: Readonly<Record<string, string>> = {
  '<account>': '123456789012',
  '<arn>': 'arn:aws:acm:us-east-1:123456789012:certificate/12345678-1234-1234-1234-123456789012',
  '<domain>': 'pay.example.com',
  '<zone>': 'Z0123456789ABC',
  '<mailbox>': 'payments@example.com',
  '<profile>': 'payments',
  '<app>': 'single-service',
  '<name>': 'single-service',
};

/** Every command of every README and docs page is one of these; what none of them says fails the check. */
export const COMMAND_RULES: readonly Rule[] = [
  { command: /npx cdk synth .*/ },
  // Stack names and context keys are as good in a synth, which needs no account.
  // All is what a synth takes anyway.
  { command: /npx cdk (?:deploy|destroy)(?: --all)?(.*)/, runAs: 'npx cdk synth --quiet$1' },
  { command: /npx cdk diff (.+)/, runAs: 'npx cdk synth --quiet $1' },
  {
    command: /npx cdk synth --app .*/,
    folder: /^\.$/,
    notRun: 'waits for a debugger; every synth of an app runs what it debugs',
  },
  {
    command: 'npx cdk orphan --unstable=orphan <stack>/<construct>',
    notRun: 'is experimental, and not tried, as it says',
  },
  {
    command: /npx nx run \S+:\S+/,
    notRun: 'npm test runs the targets; tools/test/map.test.ts holds that they are there',
  },
  { command: 'npx nx run-many -t compile api snippets', notRun: 'npm test runs these targets' },
  { command: 'npm run demo', notRun: 'the e2e target deploys, describes and destroys every app' },
  // What follows is read and refused as ever before the help is printed.
  { command: /npm run (demo|integ|package) -- (?!--check$)(.*)/, runAs: 'npm run $1 -- $2 --help' },
  { command: /npm run cost -- .*/ },
  { command: /npm run random -- .*/, notRun: 'the random target does' },
  { command: 'npm run consumers -- --all', notRun: 'takes every toolchain; CI runs it' },
  { command: 'npm run mutants -- governance', notRun: 'takes minutes; tools/test/mutation-runner.test.ts runs one' },
  { command: 'npm run upgrade -- --first-baseline', notRun: 'would change the working copy' },
  { command: /npx pci-evidence (?:diff OLD NEW|sarif FILE)/, notRun: 'packages/pci-evidence/test/cli does' },
  { command: /npm install <clone>.*/, notRun: "it is in a stranger's folder" },
  { command: /git clone .*/, notRun: 'a reader of a clone has done it' },
  {
    command: /npm run integ(?: -- --check)?/,
    notRun: 'the integ target compares, and writing would change the working copy',
  },
  { command: /npm test(?: -- test typecheck)?/, notRun: 'it runs this check' },
  { command: 'npm run e2e', notRun: 'it is part of npm test' },
  { command: /npx cdk bootstrap .*/, notRun: 'needs an account; the e2e target bootstraps the local one' },
  { command: 'cp cdk.out/*.template.json <your app>', notRun: 'tools/test/leave.test.ts includes templates' },
  { command: 'npx cdk import <stack>', notRun: 'tools/local-cloud/test/leave.test.ts does' },
  { command: /(?:aws ecr get-login-password .*|docker (?:tag|push) .*)/, notRun: 'needs an account, and an image' },
  { command: /aws (?:ecr|rds) (?:describe|copy)-.*/, notRun: 'needs an account' },
  { command: /npm run release(?: -- --execute)?/, notRun: 'the test-release target does, in a copy' },
  { command: /git push --atomic .*/, notRun: 'it publishes' },
  { command: /npm (?:update @org\/aurora-pci|install @org\/aurora-pci@latest)/, notRun: 'it is of a release to come' },
  { command: 'npx cdk diff', notRun: 'needs a deployed stack; the e2e target has them' },
  ...[
    /npx cdk .*/,
    /(?:for|pip|npm) .*/,
    'go mod tidy',
    'python3 -m venv .venv && . .venv/bin/activate',
    /certificate=.*/,
  ].map((command): Rule => ({ command, folder: /^examples\b/, notRun: 'the consumers-languages target does as much' })),
];
