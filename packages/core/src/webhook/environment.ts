/** What of Deno is used here. */
interface DenoLike {
  readonly permissions?: {
    querySync?(of: { readonly name: 'env'; readonly variable: string }): { readonly state: string };
  };
}

/** Whether a variable of the environment may be read without asking anybody: Deno asks on the terminal. */
export function mayRead(variable: string): boolean {
  const { Deno } = globalThis as { readonly Deno?: DenoLike };
  if (Deno === undefined) return true;
  try {
    return Deno.permissions?.querySync?.({ name: 'env', variable }).state === 'granted';
  } catch {
    return false;
  }
}
