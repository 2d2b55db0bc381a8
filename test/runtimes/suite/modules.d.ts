/** The test files of core, from their paths in its folder `test`. */
declare module 'virtual:files' {
  const files: Readonly<Record<string, () => Promise<unknown>>>;
  export default files;
}

/** What is used of it here. */
declare module 'chai' {
  export function expect(value: unknown, message?: string): object;
  export function use(plugin: unknown): void;
}
