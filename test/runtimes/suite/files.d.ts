/** The test files of core, from their paths in its folder `test`. */
declare module 'virtual:files' {
  const files: Readonly<Record<string, () => Promise<unknown>>>;
  export default files;
}
