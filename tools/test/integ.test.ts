import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { parseIntegCommand, type RealRun, requireAccount } from '../lib/integ-run';

const ACCOUNT = '123456789012';
const PACKAGES = ['aurora-pci', 'secure-vpc'];
const parse = (...args: string[]) => parseIntegCommand(args, PACKAGES);

describe('what is asked for', () => {
  test.each([
    [[], { kind: 'update' }],
    [['--check'], { kind: 'check' }],
    [['--help'], { kind: 'help' }],
    [
      ['--account', ACCOUNT],
      { kind: 'run', account: ACCOUNT, regions: ['us-east-1', 'us-east-2'], profile: undefined, packages: PACKAGES },
    ],
    [
      ['--account', ACCOUNT, '--regions', 'eu-central-1', '--profile', 'sandbox', '--package', 'secure-vpc'],
      { kind: 'run', account: ACCOUNT, regions: ['eu-central-1'], profile: 'sandbox', packages: ['secure-vpc'] },
    ],
  ])('%j', (args, command) => {
    expect(parse(...args)).toEqual(command);
  });
});

describe('what is refused', () => {
  test.each([
    [['--account', '1234'], "--account must be the 12 digits of an AWS account, got '1234'."],
    [['--account', ''], "--account must be the 12 digits of an AWS account, got ''."],
    [
      ['--account', ACCOUNT, '--regions', 'us-east-1, us-east-2'],
      "--regions must be regions such as us-east-1,us-east-2, without blanks between, got ' us-east-2'.",
    ],
    [
      ['--account', ACCOUNT, '--regions', 'us-east-1,us-east-1'],
      "--regions names a region twice: 'us-east-1,us-east-1'.",
    ],
    [['--account', ACCOUNT, '--profile', ''], '--profile must name a profile of the AWS CLI, got nothing.'],
    [
      ['--account', ACCOUNT, '--package', 'governance'],
      "--package must be one of aurora-pci, secure-vpc, for these have integration tests; got 'governance'.",
    ],
    [['--account', ACCOUNT, '--check'], '--check compares with the snapshots, --account deploys: give one of the two.'],
    [['--regions', 'us-east-1'], '--regions says how to run on an account: add --account <12 digits>.'],
    [['--profile', 'sandbox'], '--profile says how to run on an account: add --account <12 digits>.'],
  ])('%j', (args, message) => {
    expect(() => parse(...args)).toThrow(new Error(message));
  });

  test('an option that there is not', () => {
    expect(() => parse('--acount', ACCOUNT)).toThrow(/--acount/);
  });
});

describe('the account of the credentials', () => {
  const folder = mkdtempSync(join(tmpdir(), 'aws-cli-'));
  const path = process.env.PATH;
  const run: RealRun = { kind: 'run', account: ACCOUNT, regions: ['us-east-1'], packages: PACKAGES };
  afterEach(() => {
    process.env.PATH = path;
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  function cli(script: string): void {
    const file = join(folder, 'aws');
    writeFileSync(file, `#!/bin/sh\n${script}\n`);
    chmodSync(file, 0o755);
    process.env.PATH = [folder, path].join(delimiter);
  }

  test('is the one that was named', () => {
    cli(`[ "$AWS_REGION" = us-east-1 ] && echo ${ACCOUNT}`);
    expect(() => requireAccount(run)).not.toThrow();
  });

  test('is another one', () => {
    cli('echo 999999999999');
    expect(() => requireAccount({ ...run, profile: 'work' })).toThrow(
      new Error(`--account says ${ACCOUNT}, and that of the profile 'work' is 999999999999. Nothing was deployed.`),
    );
  });

  test('does not answer', () => {
    cli('echo "The config profile (work) could not be found" >&2; exit 255');
    expect(() => requireAccount({ ...run, profile: 'work' })).toThrow(
      new Error("No account answers to the profile 'work': The config profile (work) could not be found"),
    );
  });

  test('cannot be asked for without the AWS CLI', () => {
    process.env.PATH = folder;
    rmSync(join(folder, 'aws'), { force: true });
    expect(() => requireAccount(run)).toThrow(/^The AWS CLI says .* and did not start: spawnSync aws ENOENT\.$/);
  });
});
