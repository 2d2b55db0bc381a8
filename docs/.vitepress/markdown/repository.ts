// Where the site takes its facts from: the files of this repository.
import { existsSync, readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The folder of the repository, with a slash at its end. */
export const root = fileURLToPath(new URL('../../../', import.meta.url));

export const read = (file: string): string => readFileSync(root + file, 'utf8');

/** The address of the repository, as the manifest states it. */
export const repositoryUrl: string = JSON.parse(read('package.json'))
  .repository.url.replace(/^git\+/, '')
  .replace(/\.git$/, '');

/** Where people read a file or a folder of the repository; nothing if there is no such file. */
export function repositoryLink(path: string): string | undefined {
  if (!existsSync(root + path)) return undefined;
  const kind = statSync(root + path).isDirectory() ? 'tree' : 'blob';
  return `${repositoryUrl}/${kind}/main/${path}`;
}
