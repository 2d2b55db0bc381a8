// `#hash` stands for node.ts or portable.ts, as package.json says ("imports"). Declared here and not as
// a path in tsconfig.json, because bundlers that read that file would always take the one it names.
declare module '#hash' {
  export const hash: typeof import('./node.js').hash;
  export const hmac: typeof import('./node.js').hmac;
  export const sha256: typeof import('./node.js').sha256;
  export const hmacSha1: typeof import('./node.js').hmacSha1;
  export const hmacSha1With: typeof import('./node.js').hmacSha1With;
  export const hmacSha256: typeof import('./node.js').hmacSha256;
  export const hmacSha256With: typeof import('./node.js').hmacSha256With;
  export const supports: typeof import('./node.js').supports;
  export const unfilled: typeof import('./node.js').unfilled;
}
