import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ROOT } from '../lib/nx';
import { type Result, run } from '../lib/processes';
import { cacheOf } from './cache';
import { readTemplates, type Templates } from './templates';

export interface Synth {
  readonly succeeded: boolean;
  readonly output: string;
  readonly templates: Templates;
}

/** A repository of somebody else: a folder outside this one, which knows our packages from a registry alone. */
export class Stranger {
  public readonly folder: string;

  /** @param name may hold spaces, as folders of people do. */
  constructor(
    name: string,
    private readonly parent = mkdtempSync(join(tmpdir(), 'stranger-')),
  ) {
    this.folder = join(parent, name);
    mkdirSync(this.folder, { recursive: true });
  }

  /** A project of the same repository, in a folder of its own below this one. */
  public project(name: string): Stranger {
    return new Stranger(name, this.folder);
  }

  public write(file: string, content: string | object): void {
    const path = join(this.folder, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content, undefined, 2));
  }

  public copy(source: string): void {
    cpSync(source, this.folder, { recursive: true });
  }

  /** Runs a command, here if nothing else is said; one that fails throws with what it said. */
  public async run(argv: readonly string[], env: NodeJS.ProcessEnv = {}, cwd = this.folder): Promise<string> {
    const { status, output } = await this.try(argv, env, cwd);
    if (status !== 0) throw new Error(`${argv.join(' ')} ended with ${status}:\n${output}`);
    return output;
  }

  public try(argv: readonly string[], env: NodeJS.ProcessEnv = {}, cwd = this.folder): Promise<Result> {
    return run(argv, { cwd, env: { ...withoutThisRepository(), ...env } });
  }

  /** `cdk synth` with the CLI of this repository, which a stranger has from anywhere. */
  public async synth(args: readonly string[] = [], env: NodeJS.ProcessEnv = {}): Promise<Synth> {
    const cli = join(ROOT, 'node_modules', 'aws-cdk', 'bin', 'cdk');
    const { status, output } = await this.try([process.execPath, cli, 'synth', '--quiet', ...args], env);
    const assembly = join(this.folder, 'cdk.out');
    return { succeeded: status === 0, output, templates: existsSync(assembly) ? readTemplates(assembly) : {} };
  }

  public remove(): void {
    rmSync(this.parent, { recursive: true, force: true });
  }
}

/** npm and nx tell their children of this repository; a stranger's shell does not. */
function withoutThisRepository(): NodeJS.ProcessEnv {
  const ofThis = /^(npm_|NX_|INIT_CWD$|NODE_OPTIONS$|JEST_)/;
  const own = Object.entries(process.env).filter(([name]) => !ofThis.test(name));
  return {
    ...Object.fromEntries(own),
    npm_config_cache: cacheOf('npm'),
    // Nothing that a check runs may look for an account, a notice or a telemetry endpoint.
    AWS_EC2_METADATA_DISABLED: 'true',
    CDK_DISABLE_CLI_TELEMETRY: 'true',
    CDK_NOTICES: 'false',
    JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '20',
  };
}
