import { ProjenrcFile } from 'projen';
import { NodePackageManager, type NodeProject, type NodeProjectOptions } from 'projen/lib/javascript';
import { MIN_NODE_VERSION } from './versions';

export const LICENSE = 'Apache-2.0';

/** What the root and its members have in common. A fresh object at each call: projen changes the options it is given. */
export function sharedOptions(): Omit<NodeProjectOptions, 'name'> {
  return {
    defaultReleaseBranch: 'main',
    packageManager: NodePackageManager.NPM,
    minNodeVersion: MIN_NODE_VERSION,
    license: LICENSE,
    licensed: true,
    copyrightOwner: 'Payment Platform Authors',
    projenDevDependency: false,
    projenrcJs: false,
    jest: false,
    package: false,
    release: false,
    buildWorkflow: false,
    pullRequestTemplate: false,
    depsUpgrade: false,
    github: false,
    npmignoreEnabled: false,
    peerDependencyOptions: { pinnedDevDependency: false },
  };
}

/** Lets the marker in generated files name the file to edit. */
export class RootProjenrc extends ProjenrcFile {
  constructor(
    project: NodeProject,
    public readonly filePath: string,
  ) {
    super(project);
  }
}

/** Removes what projen puts into every package.json and nothing here reads. */
export function dropPackageFields(project: NodeProject, ...fields: string[]): void {
  for (const field of fields) project.package.addField(field, undefined);
}
