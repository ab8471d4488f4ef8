import { JsonFile } from 'projen';
import { NpmAccess } from 'projen/lib/javascript';
import { WorkspaceMember } from './member';
import type { Monorepo } from './monorepo';
import { members, packageVersion } from './package-versions';
import { type ConstructPackageName, jsiiTargets, scoped, TEST_HELPERS } from './scope';
import { vendorSharedSource } from './shared-source';
import { peers, pinned } from './versions';

export interface ConstructPackageOptions {
  readonly parent: Monorepo;
  readonly name: ConstructPackageName;
  readonly description: string;
  readonly keywords: string[];
  /** Whether it creates resources, and so shows a whole stack in its integration tests. Default: true. */
  readonly createsResources?: boolean;
  /** Commands that it brings, by name, with the compiled files behind them. */
  readonly bin?: Record<string, string>;
  /** What is published beside the compiled sources, such as the schema of a file that it writes. */
  readonly extraFiles?: string[];
}

/** A published jsii construct library below `packages/`. */
export class ConstructPackage extends WorkspaceMember {
  constructor(options: ConstructPackageOptions) {
    const folder = `packages/${options.name}`;
    const { version, peers: siblings = {} } = packageVersion(options.name);
    super({
      parent: options.parent,
      name: scoped(options.name),
      folder,
      published: true,
      description: options.description,
      keywords: ['cdk', 'awscdk', 'aws-cdk', 'pci-dss', 'fintech', 'compliance', ...options.keywords],
      entrypoint: 'lib/index.js',
      repositoryDirectory: folder,
      peerDeps: [...peers(), ...Object.entries(siblings).map(([name, range]) => `${scoped(name)}@${range}`)],
      devDeps: [...pinned('aws-cdk-lib', 'constructs'), ...members(TEST_HELPERS)],
      targets: [
        ...['compile', 'package', 'package-languages', 'test', 'random'],
        ...((options.createsResources ?? true) ? ['integ', 'integ-update'] : []),
      ],
      include: ['src', 'test', 'rosetta'],
    });
    this.package.addField('types', 'lib/index.d.ts');
    this.package.addField('files', ['lib', '.jsii', 'API.md', 'LICENSE', ...(options.extraFiles ?? [])]);
    if (options.bin) this.package.addField('bin', options.bin);
    this.package.addField('author', { name: options.parent.owner, organization: true });
    this.package.addField('repository', {
      type: 'git',
      url: options.parent.repositoryUrl,
      directory: folder,
    });
    const page = options.parent.repositoryUrl.replace(/\.git$/, '');
    this.package.addField('homepage', `${page}/tree/main/${folder}#readme`);
    this.package.addField('bugs', { url: `${page}/issues` });
    this.package.addField('publishConfig', { access: NpmAccess.PUBLIC });
    this.package.addField('stability', 'experimental');
    this.package.addField('jsii', {
      outdir: 'dist',
      tsconfig: 'tsconfig.jsii.json',
      validateTsconfig: 'strict',
      targets: jsiiTargets(options.name),
    });
    this.package.addVersion(version);
    // jsii compiles src alone, under the options that its own validation prescribes.
    new JsonFile(this, 'tsconfig.jsii.json', {
      obj: {
        extends: '../../tsconfig.jsii.json',
        compilerOptions: { rootDir: 'src', outDir: 'lib', tsBuildInfoFile: '.tsbuildinfo' },
        include: ['src'],
        exclude: ['node_modules'],
      },
    });
    vendorSharedSource(this, options.name);
  }
}
