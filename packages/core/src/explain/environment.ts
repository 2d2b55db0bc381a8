import { mayRead } from '../webhook/environment.js';

/** Variables in which platforms name what they put before the path and take away: a function, a base path. */
const prefixVariables = ['FUNCTION_TARGET', 'K_SERVICE', 'FUNCTION_NAME', '__NEXT_ROUTER_BASEPATH'];

/** Path prefixes that may be stripped here. */
export function environmentPrefixes(): string[] {
  const { process } = globalThis as { process?: { env?: Record<string, string | undefined> } };
  return prefixVariables.flatMap((name) => {
    try {
      const value = mayRead(name) ? process?.env?.[name] : undefined;
      return value ? [`/${value.replace(/^\//, '')}`] : [];
    } catch {
      return [];
    }
  });
}
