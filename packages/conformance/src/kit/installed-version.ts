import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The version of the package that a file of it belongs to. */
export function installedVersion(file: string): string {
  const manifest = join(dirname(file), 'package.json');
  if (existsSync(manifest)) {
    const { name, version } = JSON.parse(readFileSync(manifest, 'utf8'));
    // Folders of a package may have a package.json of their own, with nothing but a "type".
    if (name !== undefined && version !== undefined) return version;
  }
  return installedVersion(dirname(file));
}
