import { join } from 'node:path';
import { ROOT } from '../lib/nx';

/**
 * What package managers download for strangers stays here, so that only the first of many installations waits for it,
 * and apart from the user's own: our packages change under one version.
 */
export function cacheOf(manager: string): string {
  return join(ROOT, 'node_modules', '.cache', 'consumers', manager);
}
