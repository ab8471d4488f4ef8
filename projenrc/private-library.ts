import { WorkspaceMember } from './member';
import type { Monorepo } from './monorepo';
import { PRIVATE_LIBRARIES, scoped } from './scope';

export interface PrivateLibraryOptions {
  readonly parent: Monorepo;
  readonly name: keyof typeof PRIVATE_LIBRARIES;
  readonly description: string;
  readonly deps: string[];
}

/** TypeScript that serves this repository and is never published. */
export class PrivateLibrary extends WorkspaceMember {
  constructor(options: PrivateLibraryOptions) {
    super({
      ...options,
      name: scoped(options.name),
      folder: PRIVATE_LIBRARIES[options.name],
      entrypoint: 'src/index.ts',
      targets: ['test'],
      include: ['src', 'test'],
    });
    this.package.addField('private', true);
    this.package.addVersion('0.0.0');
  }
}
