// One project with every router, for generated requests: below a mount of each, the same routes.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { coverageSettings } from '@sig/conformance/coverage';
import ts from 'typescript';
import { buildProject, type Files, type NextVersion, ProjectServer } from './project.js';

/** The routers, each with the path that all its routes are below. */
export const mounts = {
  'App, Node': '/node',
  'App, Edge': '/edge',
  'Pages, Node': '/api/node',
  'Pages, Edge': '/api/edge',
  'Pages, Node, the body parser on': '/api/parsed',
} as const;

export type CoverageRouter = keyof typeof mounts;

/** The routes below a mount, the most specific first. */
export const routes = ['voice', 'hook/[tenant]/voice', '[tenant]/voice', '[[...path]]'] as const;

/** The project of a version: built when the first server is asked for, and served until it is stopped. */
export class CoverageProject {
  readonly #version: NextVersion;
  #server: ProjectServer | undefined;

  constructor(version: NextVersion) {
    this.#version = version;
  }

  async start(setting: string): Promise<{ port: number; close(): Promise<void> }> {
    this.#server ??= new ProjectServer(
      buildProject(this.#version, 'coverage', files(), 'coverage'),
    );
    const server = this.#server;
    const port = await server.open(setting);
    return { port, close: () => server.close(port) };
  }

  stop(): void {
    this.#server?.stop();
  }
}

function files(): Files {
  const settingsFile = fileURLToPath(
    new URL('../../conformance/src/coverage/settings.ts', import.meta.url),
  );
  const { outputText } = ts.transpileModule(readFileSync(settingsFile, 'utf8'), {
    compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 },
  });
  const below = [...new Set(coverageSettings.map(({ mount = '' }) => mount))];
  const all = Object.entries(mounts).flatMap(([router, mount]) =>
    below.flatMap((more) =>
      routes.map((route) =>
        file(router as CoverageRouter, mount, `${mount}${more}/${route}`, route),
      ),
    ),
  );
  return { 'settings.js': outputText, ...Object.fromEntries(all) };
}

function file(
  router: CoverageRouter,
  mount: string,
  path: string,
  route: string,
): [path: string, text: string] {
  const app = router.startsWith('App');
  const edge = router.endsWith('Edge');
  const name = app ? `app${path}/route.js` : `pages${path}.js`;
  const root = '../'.repeat(name.split('/').length - 1);
  const make = app || edge ? ['routeHandler', 'handler'] : ['apiHandler', 'api-handler'];
  const lines = [
    `import { ${make[0]} } from '${root}${make[1]}.js';`,
    `const handler = ${make[0]}('${mount}', '${route}');`,
    app
      ? `export { ${methods.map((method) => `handler as ${method}`).join(', ')} };`
      : 'export default handler;',
  ];
  if (app) lines.push(`export const runtime = '${edge ? 'edge' : 'nodejs'}';`);
  else if (edge) lines.push("export const config = { runtime: 'edge' };");
  else if (!router.endsWith('on'))
    lines.push('export const config = { api: { bodyParser: false } };');
  return [name, lines.join('\n')];
}

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
