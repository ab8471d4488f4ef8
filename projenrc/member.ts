import { JsonFile } from 'projen';
import { NodeProject } from 'projen/lib/javascript';
import { dropPackageFields, LICENSE, RootProjenrc, sharedOptions } from './node-project';
import { nxProject, targets } from './nx';

export interface WorkspaceMemberOptions {
  readonly parent: NodeProject;
  /** npm name. */
  readonly name: string;
  /** Folder, from the root of the repository. */
  readonly folder: string;
  readonly description: string;
  readonly devDeps?: string[];
  readonly deps?: string[];
  readonly peerDeps?: string[];
  readonly keywords?: string[];
  readonly entrypoint?: string;
  readonly repositoryDirectory?: string;
  /** The nx targets it takes part in; their commands stand in nx.json. */
  readonly targets: readonly string[];
  /** Whether it is published, and so carries its own copy of the license. */
  readonly published?: boolean;
  /** Globs that its tsconfig.json covers. */
  readonly include: string[];
}

/**
 * A folder of the monorepo that npm sees as a workspace. It keeps a package.json and one tsconfig.json; everything
 * else that projen gives a Node project (tasks, workflows, installs of its own) belongs to the root.
 */
export class WorkspaceMember extends NodeProject {
  constructor(options: WorkspaceMemberOptions) {
    super({
      ...sharedOptions(),
      licensed: options.published ?? false,
      parent: options.parent,
      name: options.name,
      outdir: options.folder,
      description: options.description,
      deps: options.deps,
      devDeps: options.devDeps,
      peerDeps: options.peerDeps,
      keywords: options.keywords,
      entrypoint: options.entrypoint ?? '',
      repositoryDirectory: options.repositoryDirectory,
    });
    for (const file of ROOT_ONLY) this.tryRemoveFile(file);
    dropPackageFields(this, 'scripts', 'devEngines', ...(options.entrypoint ? [] : ['main']));
    this.package.addField('license', LICENSE);
    leaveInstallingToTheRoot(this);
    new RootProjenrc(this, `${pathToRoot(options.folder)}.projenrc.ts`);

    this.package.addField('nx', nxProject(options.folder.split('/').at(-1) as string, targets(options.targets)));
    new JsonFile(this, 'tsconfig.json', {
      obj: { extends: `${pathToRoot(options.folder)}tsconfig.base.json`, include: options.include },
    });
  }
}

/** What projen writes for a project that stands alone, and that the root has once for all. */
const ROOT_ONLY = ['.projen/tasks.json', '.projen/deps.json', '.projen/files.json', '.gitignore', '.gitattributes'];

function pathToRoot(folder: string): string {
  return '../'.repeat(folder.split('/').length);
}

/** One install serves the whole workspace, and dependency versions are exact already: nothing is left to resolve. */
function leaveInstallingToTheRoot(project: NodeProject): void {
  Object.assign(project.package, { postSynthesize: () => undefined });
}
