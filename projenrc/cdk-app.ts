import { JsonFile } from 'projen';
import { featureFlags } from './examples';
import { WorkspaceMember } from './member';
import type { Monorepo } from './monorepo';
import { members } from './package-versions';
import { APP_KIT, CONSTRUCT_PACKAGES, PRIVATE_LIBRARIES, TEST_HELPERS } from './scope';
import { pinned } from './versions';

export interface CdkAppOptions {
  readonly parent: Monorepo;
  readonly name: string;
  readonly description: string;
}

/** A private, thin CDK app below `apps/` that is built from the packages. */
export class CdkApp extends WorkspaceMember {
  constructor(options: CdkAppOptions) {
    super({
      parent: options.parent,
      name: options.name,
      folder: `apps/${options.name}`,
      description: options.description,
      deps: [...members(...CONSTRUCT_PACKAGES, APP_KIT), ...pinned('aws-cdk-lib', 'constructs', 'zod')],
      devDeps: [...pinned('aws-cdk', 'typescript'), ...members(TEST_HELPERS)],
      targets: ['test', 'synth', 'pictures'],
      include: ['src', 'test', 'config'],
    });
    this.package.addField('private', true);
    this.package.addField('scripts', {
      synth: 'cdk synth',
      diff: 'cdk diff',
      deploy: 'cdk deploy --all',
      destroy: 'cdk destroy --all',
    });
    const kit = `../../${PRIVATE_LIBRARIES[APP_KIT]}/src`;
    new JsonFile(this, 'cdk.json', {
      obj: {
        // Liftoff compiles CDK's template validator (WebAssembly) once instead of twice: a third less time and memory.
        // As its memory grows, V8 collects garbage again and again: helper threads would take more than the rest of a synth.
        // register.cjs starts that validator in a thread; run.cjs loads the app and its packages as one module.
        app: [
          'node --liftoff-only --no-opt --single-threaded-gc',
          `--require ${kit}/validator/register.cjs`,
          `${kit}/run.cjs src/main.ts`,
        ].join(' '),
        watch: { include: ['src/**', 'config/**'] },
        // No AWS::CDK::Metadata resource: a template holds what the platform is made of, and nothing else.
        versionReporting: false,
        context: featureFlags(),
      },
    });
  }
}
