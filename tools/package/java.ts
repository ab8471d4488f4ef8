import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Staged } from './stage';
import { build } from './toolchain';

/**
 * What the classes are compiled against. The published pom has a range; which of its versions Maven finds depends on
 * the registry, and mirrors of Maven Central lag behind npm. The classes name types alone, so any version does.
 */
const COMPILED_AGAINST = { 'aws-cdk-lib': '2.271.0', constructs: '10.5.1', 'jsii-runtime': '1.140.0' };

/** The jar of a package with its pom, sources and javadoc, in the layout of a Maven repository. */
export async function packJava({ manifest }: Staged, code: string, target: string): Promise<string> {
  const published = readFileSync(join(code, 'pom.xml'), 'utf8');
  writeFileSync(join(code, 'build.xml'), pinned(published));
  await build(
    `The jar of ${manifest.name}`,
    ['mvn', '--batch-mode', '--quiet', '--file', 'build.xml', 'package'],
    code,
  );

  const { groupId, artifactId } = manifest.jsii.targets.java.maven;
  const folder = join(target, ...groupId.split('.'), artifactId, manifest.version);
  mkdirSync(folder, { recursive: true });
  const jars = readdirSync(join(code, 'target')).filter((file) => file.endsWith('.jar'));
  for (const jar of jars) copyFileSync(join(code, 'target', jar), join(folder, jar));
  copyFileSync(join(code, 'pom.xml'), join(folder, `${artifactId}-${manifest.version}.pom`));
  return join(folder, `${artifactId}-${manifest.version}.jar`);
}

/** The pom with exact versions in place of its ranges. */
function pinned(pom: string): string {
  return Object.entries(COMPILED_AGAINST).reduce(
    (text, [artifact, version]) =>
      text.replace(
        new RegExp(`(<artifactId>${artifact}</artifactId>\\s*<version>)[^<]+`),
        (_match, before: string) => before + version,
      ),
    pom,
  );
}
