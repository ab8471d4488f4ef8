import { cpSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Staged } from './stage';
import { answers, build } from './toolchain';

/** The NuGet package of a package where a .NET SDK is; its sources elsewhere. */
export async function packDotnet({ manifest }: Staged, code: string, target: string): Promise<string> {
  const { packageId } = manifest.jsii.targets.dotnet;
  if (!(await answers(['dotnet', '--version']))) {
    cpSync(join(code, packageId), join(target, packageId), { recursive: true });
    return `${join(target, packageId)} (sources, for there is no .NET SDK here)`;
  }
  mkdirSync(target, { recursive: true });
  const pack = ['dotnet', 'pack', '--configuration', 'Release', '--output', target];
  await build(`The NuGet package of ${manifest.name}`, pack, join(code, packageId));
  const file = readdirSync(target).find((name) => name.endsWith('.nupkg')) ?? '';
  return join(target, file);
}
