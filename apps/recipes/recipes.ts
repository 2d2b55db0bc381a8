/** How a recipe is started and reached. */
export interface Recipe {
  /** Its folder here. */
  readonly name: string;
  /** The npm package whose version the README states. */
  readonly framework: string;
  /** What the tests call it, if several versions of the recipe run. */
  readonly title?: string;
  /** Whether it runs in every test run: one of each kind does. All run with `SIG_ALL=1`. */
  readonly always?: true;
  /** What to install for it with npm; absent if it runs with what the workspace has. */
  readonly install?: Readonly<Record<string, string>>;
  /** A file of it that this version must not have. */
  readonly without?: string;
  /** The oldest major version of Node that it runs on, if that is newer than ours. */
  readonly node?: number;
  /** What to run once, before the servers. */
  readonly build?: readonly (readonly string[])[];
  /** Arguments of Node, or with {@link program} of that; each server gets the URL of the one before it as `UPSTREAM`. */
  readonly servers: readonly (readonly string[])[];
  /** The program that runs the servers, in its `node_modules`. */
  readonly program?: string;
  /** Its `PUBLIC_URL`, if it has to know that. */
  readonly publicUrl?: string;
  /** What the platform does to the path of {@link publicUrl} before the recipe sees it. */
  readonly cut?: string;
  /** A route whose framework refuses forms of other sites, which the recipe must not have opened. */
  readonly sameOriginOnly?: string;
  /** Whether it forwards what it has verified, byte for byte. */
  readonly forwards?: true;
  /** A route that takes files, next to the webhooks. */
  readonly upload?: string;
  /** What its routes begin with. */
  readonly prefix?: string;
}

export const recipes: readonly Recipe[] = [
  { name: 'hapi', framework: '@hapi/hapi', servers: [['server.js']], always: true },
  { name: 'polka', framework: 'polka', servers: [['server.js']] },
  { name: 'connect', framework: 'connect', servers: [['server.js']] },
  {
    name: 'functions-framework',
    framework: '@google-cloud/functions-framework',
    servers: [['{modules}/@google-cloud/functions-framework/build/src/main.js', '--target=voice']],
    publicUrl: 'https://region-project.cloudfunctions.example/voice',
    cut: '/voice',
  },
  {
    name: 'azure-functions',
    framework: '@azure/functions',
    servers: [['--import', 'tsx', '../test/azure-host.ts']],
    prefix: '/api',
  },
  { name: 'h3', framework: 'h3', servers: [['server.js']], always: true },
  {
    name: 'http-proxy-middleware',
    framework: 'http-proxy-middleware',
    servers: [['backend.js'], ['server.js']],
    forwards: true,
    always: true,
  },
  {
    name: 'fastify-http-proxy',
    framework: '@fastify/http-proxy',
    servers: [['server.js'], ['gateway.js']],
    publicUrl: 'https://example.com/phone',
    prefix: '/phone',
  },
  {
    name: 'multer',
    framework: 'multer',
    servers: [['server.js']],
    upload: '/upload',
    always: true,
  },
  {
    name: 'express-fileupload',
    framework: 'express-fileupload',
    servers: [['server.js']],
    upload: '/upload',
  },
  {
    name: 'http-proxy-middleware',
    framework: 'http-proxy-middleware',
    title: 'http-proxy-middleware 4',
    install: { 'http-proxy-middleware': '4.2.2', express: '5.3.0' },
    node: 22,
    servers: [['backend.js'], ['server.js']],
    forwards: true,
  },
  {
    name: 'restify',
    framework: 'restify',
    install: { restify: '12.0.0' },
    node: 22,
    servers: [['server.js']],
  },
  {
    name: 'bun',
    framework: 'bun',
    install: { bun: '1.4.5' },
    program: 'bun/bin/bun.exe',
    servers: [['server.js']],
  },
  {
    name: 'elysia',
    framework: 'elysia',
    install: { bun: '1.4.5', elysia: '1.4.30' },
    program: 'bun/bin/bun.exe',
    servers: [['server.js']],
  },
  {
    name: 'deno',
    framework: 'deno',
    install: { deno: '2.9.6' },
    program: '.bin/deno',
    servers: [['run', '--allow-net', '--allow-env', 'server.js']],
  },
  {
    name: 'cloudflare-workers',
    framework: 'miniflare',
    install: { miniflare: '4.20260730.0', esbuild: '0.27.0' },
    node: 22,
    servers: [['serve.js']],
  },
  {
    name: 'sveltekit',
    framework: '@sveltejs/kit',
    title: 'sveltekit 2',
    install: {
      '@sveltejs/kit': '2.70.4',
      '@sveltejs/adapter-node': '5.5.7',
      '@sveltejs/vite-plugin-svelte': '6.2.4',
      svelte: '5.57.3',
      vite: '7.3.8',
    },
    node: 22,
    build: [['{modules}/vite/bin/vite.js', 'build']],
    servers: [['build/index.js']],
    publicUrl: 'https://example.com',
    sameOriginOnly: '/form',
  },
  {
    name: 'sveltekit',
    framework: '@sveltejs/kit',
    title: 'sveltekit 3',
    install: {
      '@sveltejs/kit': '3.2.0',
      '@sveltejs/adapter-node': '6.0.1',
      '@sveltejs/vite-plugin-svelte': '7.3.1',
      svelte: '5.57.3',
      vite: '8.3.8',
    },
    node: 22,
    build: [['{modules}/vite/bin/vite.js', 'build']],
    servers: [['build/index.js']],
    publicUrl: 'https://example.com',
    sameOriginOnly: '/form',
  },
  {
    name: 'astro',
    framework: 'astro',
    title: 'astro 5',
    install: { astro: '5.18.2', '@astrojs/node': '9.5.5' },
    node: 22,
    build: [['{modules}/astro/astro.js', 'build']],
    servers: [['dist/server/entry.mjs']],
    publicUrl: 'https://example.com',
    sameOriginOnly: '/form',
  },
  {
    name: 'astro',
    framework: 'astro',
    title: 'astro 7',
    install: { astro: '7.3.5', '@astrojs/node': '11.1.6' },
    node: 22,
    build: [['{modules}/astro/bin/astro.mjs', 'build']],
    servers: [['dist/server/entry.mjs']],
    publicUrl: 'https://example.com',
    sameOriginOnly: '/form',
  },
  {
    name: 'nitro',
    framework: 'nitro',
    install: { nitro: '3.0.0' },
    node: 22,
    build: [['{modules}/nitro/dist/cli/index.mjs', 'build']],
    servers: [['.output/server/index.mjs']],
  },
  {
    name: 'nuxt',
    framework: 'nuxt',
    install: { nuxt: '4.5.2' },
    node: 22,
    build: [['{modules}/nuxt/bin/nuxt.mjs', 'build']],
    servers: [['.output/server/index.mjs']],
  },
  {
    name: 'react-router',
    framework: 'react-router',
    title: 'react-router 7',
    install: {
      '@react-router/dev': '7.18.4',
      '@react-router/node': '7.18.4',
      '@react-router/serve': '7.18.4',
      isbot: '5.2.3',
      react: '19.1.1',
      'react-dom': '19.1.1',
      'react-router': '7.18.4',
      vite: '7.3.8',
    },
    node: 22,
    build: [['{modules}/@react-router/dev/bin.js', 'build']],
    servers: [['{modules}/@react-router/serve/bin.js', 'build/server/index.js']],
    publicUrl: 'https://example.com',
  },
  {
    name: 'react-router',
    framework: 'react-router',
    title: 'react-router 8',
    install: {
      '@react-router/dev': '8.4.0',
      '@react-router/node': '8.4.0',
      '@react-router/serve': '8.4.0',
      isbot: '5.2.3',
      react: '19.3.1',
      'react-dom': '19.3.1',
      'react-router': '8.4.0',
      vite: '7.3.8',
    },
    without: 'react-router.config.js',
    node: 22,
    build: [['{modules}/@react-router/dev/bin.cjs', 'build']],
    servers: [['{modules}/@react-router/serve/bin.cjs', 'build/server/index.js']],
    publicUrl: 'https://example.com',
  },
];
