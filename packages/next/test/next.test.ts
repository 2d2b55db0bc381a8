// What is peculiar to Next.js; the conformance suite has the rest.
import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  exchange,
  formPost,
  jsonPost,
  type ServerProcess,
  startServerProcess,
  type WireRequest,
  withBody,
  withHeader,
} from '@sig/conformance';
import { webhook } from '@sig/next';
import { webhook as pagesWebhook } from '@sig/next/pages';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildProject, layOut, nextCommand, nextEnvironment } from './project.js';

const authToken = 'token';
const to = { authToken, origin: 'https://phone.example' };

const routeHandler = `
import { webhook } from '@sig/next';
// The token comes from the environment, which has none while this is built.
export const POST = webhook({ publicUrl: 'https://phone.example/base' }, async (request) => {
  const type = request.headers.get('content-type');
  const read = type.includes('json') ? await request.json() : Object.fromEntries(await request.formData());
  return Response.json({ read });
});
`;
const apiRoute = `
import { webhook } from '@sig/next/pages';
export default webhook({ publicUrl: 'https://phone.example/base' }, (req, res) => res.json({ read: req.body }));
`;
const parserOff = 'export const config = { api: { bodyParser: false } };';
const files = {
  'next.config.js': `module.exports = {
    output: 'standalone', basePath: '/base', trailingSlash: true,
    i18n: { locales: ['en', 'de'], defaultLocale: 'en' },
    rewrites: async () => [{ source: '/old', destination: '/voice' }],
  };`,
  'app/voice/route.js': routeHandler,
  'app/edge/[id]/route.js': `${routeHandler}export const runtime = 'edge';`,
  'pages/api/voice.js': apiRoute + parserOff,
  'pages/api/parsed.js': apiRoute,
};

describe('next 16, with basePath, trailingSlash, i18n and rewrites', () => {
  let dir = '';
  beforeAll(() => {
    dir = buildProject('next-16', 'features', files);
  });

  it('the Edge build has no import of node:', () => {
    const server = join(dir, '.next', 'server');
    const { functions } = JSON.parse(
      readFileSync(join(server, 'middleware-manifest.json'), 'utf8'),
    );
    const chunks: string[] = functions['/edge/[id]/route'].files;
    expect(chunks.length).toBeGreaterThan(0);
    const texts = chunks.map((file) => readFileSync(join(dir, '.next', file), 'utf8'));
    expect(texts.join()).toMatch(/x-twilio-signature/i);
    // Next's own code names some modules; none of ours may.
    expect(texts.join()).not.toMatch(/node:crypto|createHmac|timingSafeEqual/);
  });

  const servers: [title: string, () => Promise<ServerProcess>][] = [
    ['next start', () => start([nextCommand(dir), 'start', '-p', '{port}'], dir)],
    [
      'standalone',
      () => start(['server.js'], join(dir, '.next', 'standalone', standalonePath(dir))),
    ],
    ['next dev', () => dev()],
  ];

  describe.each(servers)('%s', (_title, startServer) => {
    let server: ServerProcess;
    beforeAll(async () => {
      server = await startServer();
    });
    afterAll(() => server.stop());
    const send = (request: WireRequest) => exchange(server.port, request, 60_000);

    const form = (path: string) => formPost(to, path, { Digits: '1', Body: 'ä' });
    const genuine: [title: string, WireRequest, read: object][] = [
      ['a route handler', form('/base/voice/?a=b'), { Digits: '1', Body: 'ä' }],
      ['JSON', jsonPost(to, '/base/voice/', '{"a":[1]}'), { a: [1] }],
      ['a rewrite', form('/base/old/?a=b'), { Digits: '1', Body: 'ä' }],
      ['the Edge runtime', form('/base/edge/7/?a=b'), { Digits: '1', Body: 'ä' }],
      ['the Edge runtime, JSON', jsonPost(to, '/base/edge/7/?x=8', '{"a":[1]}'), { a: [1] }],
      ['an API route', form('/base/api/voice/?a=b'), { Digits: '1', Body: 'ä' }],
      ['an API route, JSON', jsonPost(to, '/base/api/voice/', '{"a":[1]}'), { a: [1] }],
    ];
    it.each(genuine)('%s: genuine', async (_title, request, read) => {
      const response = await send(request);
      expect(JSON.parse(response.body)).toEqual({ read });
    });

    it.each(genuine)('%s: forged', async (_title, request) => {
      const response = await send(withBody(request, 'Digits=2'));
      expect(response.status).toBe(403);
    });

    it('an API route whose body parser was left on verifies the form that it parsed', async () => {
      const response = await send(form('/base/api/parsed/'));
      expect(JSON.parse(response.body)).toEqual({ read: { Digits: '1', Body: 'ä' } });
      const forged = await send(withBody(form('/base/api/parsed/'), 'Digits=2'));
      expect(forged.status).toBe(403);
    });

    it('an API route whose body parser was left on says which line JSON needs', async () => {
      const response = await send(jsonPost(to, '/base/api/parsed/', '{"a":[1]}'));
      expect(JSON.parse(response.body)).toEqual({
        code: 'body-already-parsed',
        message: 'Internal Server Error',
      });
      expect(server.output()).toContain(
        'add "export const config = { api: { bodyParser: false } }"',
      );
    });

    it('without a signature', async () => {
      for (const path of ['/base/voice/', '/base/edge/7/', '/base/api/voice/']) {
        const response = await send(withHeader(form(path), 'X-Twilio-Signature', undefined));
        expect(JSON.parse(response.body)).toEqual({
          code: 'missing-signature',
          message: 'The request carries no signature header.',
        });
      }
    });
  });

  function start(args: string[], cwd: string): Promise<ServerProcess> {
    const env = nextEnvironment({ TWILIO_AUTH_TOKEN: authToken, HOSTNAME: '127.0.0.1' });
    return startServerProcess({ args, cwd, env });
  }

  function dev(): Promise<ServerProcess> {
    const devDir = layOut('next-16', 'features-dev', files);
    return start([nextCommand(devDir), 'dev', '-p', '{port}'], devDir);
  }
});

it('a route without a token throws when it is loaded, but not in next build', async () => {
  const handler = () => new Response();
  expect(() => webhook({ authToken: '' }, handler)).toThrow(/"authToken"/);
  expect(() => pagesWebhook({ authToken: '' }, () => {})).toThrow(/"authToken"/);
  process.env.NEXT_PHASE = 'phase-production-build';
  expect(() => webhook({ authToken: '' }, handler)).not.toThrow();
  expect(() => webhook({ authTokn: '' } as never, handler)).toThrow(/"authTokn"/);
  delete process.env.NEXT_PHASE;
});

/** Where the standalone output of a workspace has the project: its path below the workspace. */
function standalonePath(dir: string): string {
  const workspace = fileURLToPath(new URL('../../..', import.meta.url));
  return relative(workspace, dir);
}
