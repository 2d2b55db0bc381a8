import { mayRead } from '../webhook/environment.js';

/** Variables in which platforms name what they put before the path and take away: a function, a base path. */
const prefixVariables = ['FUNCTION_TARGET', 'K_SERVICE', 'FUNCTION_NAME'];

/** Path prefixes that may be stripped here. */
export function environmentPrefixes(): string[] {
  const { process } = globalThis as { process?: { env?: Record<string, string | undefined> } };
  const prefixes = prefixVariables.flatMap((name) => {
    try {
      const value = mayRead(name) ? process?.env?.[name] : undefined;
      return value ? [`/${value.replace(/^\//, '')}`] : [];
    } catch {
      return [];
    }
  });
  return [...prefixes, ...nextBasePath()];
}

/** The `basePath` of Next.js, which its bundler puts in place of this very expression. */
function nextBasePath(): string[] {
  try {
    const basePath = process.env.__NEXT_ROUTER_BASEPATH;
    return basePath ? [basePath] : [];
  } catch {
    return [];
  }
}
