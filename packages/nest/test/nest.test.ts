// What is Nest's own; what every adapter does is in the conformance suite.
import 'reflect-metadata';
import {
  Body,
  Controller,
  Get,
  HttpCode,
  Injectable,
  type LoggerService,
  Module,
  type ModuleMetadata,
  type NestApplicationOptions,
  Param,
  Post,
  Query,
  type RawBodyRequest,
  Req,
  UseGuards,
  Version,
  VersioningType,
} from '@nestjs/common';
import { APP_GUARD, NestFactory } from '@nestjs/core';
import { ExpressAdapter, type NestExpressApplication } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { exchange, formPost, get, jsonPost, type WireRequest, withBody } from '@sig/conformance';
import { portOf } from '@sig/conformance/coverage';
import {
  guard,
  hintOf,
  type Params,
  reject,
  type VerifiedWebhook,
  type WebhookAsyncOptions,
  WebhookException,
  WebhookGuard,
  WebhookModule,
  WebhookParams,
  WebhookVerdict,
  webhook,
} from '@sig/nest';
import { afterEach, describe, expect, it, vi } from 'vitest';

const authToken = 'token';
const to = { authToken, origin: 'http://phone.example' };
const adapters = { express: () => new ExpressAdapter(), fastify: () => new FastifyAdapter() };
const names = ['express', 'fastify'] as const;
type Name = (typeof names)[number];
const open: { close(): Promise<void> }[] = [];

afterEach(async () => {
  vi.unstubAllEnvs();
  for (const app of open.splice(0)) await app.close();
});

/** A log that keeps what is printed. */
function keepingLog(): LoggerService & { readonly printed: string[] } {
  const printed: string[] = [];
  const print = (text: unknown) => void printed.push(String(text));
  return { printed, log() {}, error: print, warn: print, fatal: print };
}

async function create(
  name: Name,
  module: ModuleMetadata,
  options: NestApplicationOptions = {},
): Promise<NestExpressApplication> {
  class AppModule {}
  Module(module)(AppModule);
  const app = await NestFactory.create<NestExpressApplication>(AppModule, adapters[name](), {
    logger: false,
    abortOnError: false,
    ...options,
  });
  open.push(app);
  return app;
}

async function send(app: NestExpressApplication, request: WireRequest) {
  await app.listen(0, '127.0.0.1');
  return exchange(portOf(app.getHttpServer()), request);
}

const text = '{ "b": 1.0 }';

@Controller()
@UseGuards(webhook({ authToken }))
class EchoController {
  @Post('voice')
  @HttpCode(200)
  voice(
    @WebhookParams() params: Params,
    @WebhookParams('Digits') digits: string,
    @WebhookParams('toString') inherited: unknown,
    @WebhookVerdict() verdict: VerifiedWebhook,
    @Body() body: unknown,
    @Req() request: RawBodyRequest<object>,
  ) {
    const raw = request.rawBody?.toString();
    return { params, digits, inherited, url: verdict.url, key: verdict.key, body, raw };
  }

  @Get('status/:id')
  status(@Query() query: object, @Param('id') id: string) {
    return { query, id };
  }
}

describe.each(names)('on %s', (name) => {
  it('gives handlers what was verified', async () => {
    const app = await create(name, { controllers: [EchoController] });
    const response = await send(app, formPost(to, '/voice?a=b', { Digits: '1' }));
    expect(JSON.parse(response.body)).toEqual({
      params: { Digits: '1' },
      digits: '1',
      url: 'http://phone.example/voice?a=b',
      key: { kind: 'auth-token', index: 0 },
      body: { Digits: '1' },
      raw: 'Digits=1',
    });
  });

  it.each<[string, NestApplicationOptions]>([
    ['without rawBody', {}],
    ['with rawBody: false', { rawBody: false }],
    ['with rawBody: true', { rawBody: true }],
  ])('%s, the bytes of forms and of JSON are there', async (_title, options) => {
    const app = await create(name, { controllers: [EchoController] }, options);
    const form = formPost(to, '/voice', { 'ids[]': '1', 'a[b]': '2' });
    const answer = JSON.parse((await send(app, form)).body);
    expect([answer.body, answer.raw]).toEqual([{ 'ids[]': '1', 'a[b]': '2' }, form.body]);
    const json = await exchange(portOf(app.getHttpServer()), jsonPost(to, '/voice', text));
    expect(JSON.parse(json.body)).toMatchObject({ body: { b: 1 }, raw: text, params: {} });
  });

  it('parsers of app.useBodyParser() keep the bytes as well', async () => {
    const app = await create(name, { controllers: [EchoController] });
    app.useBodyParser(name === 'express' ? 'json' : ('application/json' as never), {} as never);
    const { status, body } = await send(app, jsonPost(to, '/voice', text));
    expect([status, JSON.parse(body).raw]).toEqual([200, text]);
  });

  it('a parameter that was sent twice is verified once, and read once', async () => {
    const app = await create(name, { controllers: [EchoController] });
    const repeated = withBody(formPost(to, '/voice', { Digits: '1' }), 'Digits=1&Digits=1');
    const { body } = await send(app, repeated);
    expect(JSON.parse(body)).toMatchObject({ params: { Digits: '1' }, body: { Digits: '1' } });
  });

  it('prints nothing for what clients cause, and answers with code and headers', async () => {
    vi.stubEnv('NODE_ENV', 'production');
    const logger = keepingLog();
    const httpAuth = guardThatAsks();
    @Controller()
    class PrivateController {
      @Post('private')
      @UseGuards(guard({ httpAuth }))
      read() {}
    }
    const controllers = [EchoController, PrivateController];
    const app = await create(name, { controllers }, { logger });
    const genuine = formPost(to, '/voice', { Digits: '1' });
    const forged = await send(app, withBody(genuine, 'Digits=2'));
    expect([forged.status, JSON.parse(forged.body)]).toEqual([
      403,
      {
        statusCode: 403,
        code: 'signature-mismatch',
        message: 'The signature does not match the request.',
      },
    ]);
    const port = portOf(app.getHttpServer());
    for (let i = 0; i < 5; i++) await exchange(port, withBody(genuine, `Digits=${i}2`));
    const challenged = await exchange(port, { ...genuine, target: '/private' });
    expect(challenged.status).toBe(401);
    expect(challenged.headers['www-authenticate']).toBe('Knock realm="a", Knock realm="b"');
    expect(logger.printed).toEqual([]);
  });

  it('prints defects of the set-up once each, which clients learn nothing of', async () => {
    const logger = keepingLog();
    const lookUp = () => Promise.reject(new Error('the store is down'));
    const app = await create(
      name,
      { controllers: [routeOf(webhook({ authToken: lookUp }))] },
      { logger },
    );
    const response = await send(app, formPost(to, '/voice', {}));
    expect([response.status, JSON.parse(response.body)]).toEqual([
      500,
      { statusCode: 500, code: 'lookup-failed', message: 'Internal Server Error' },
    ]);
    expect(logger.printed).toHaveLength(1);
    expect(logger.printed[0]).toContain('the store is down');
  });

  it('explains to the log of the app, in development', async () => {
    vi.stubEnv('NODE_ENV', 'development');
    const logger = keepingLog();
    const controllers = [routeOf(webhook({ authToken }))];
    const app = await create(name, { controllers }, { logger });
    await send(app, formPost({ ...to, origin: 'https://phone.example' }, '/voice', {}));
    const explained = () => expect(logger.printed.join()).toContain('[sig] signature-mismatch');
    await vi.waitFor(explained, 60_000);
  });

  it('verifies below a global prefix and a version', async () => {
    @Controller({ path: 'calls', version: '2' })
    @UseGuards(webhook({ authToken }))
    class CallsController {
      @Get(':id')
      read(@WebhookVerdict() { target }: VerifiedWebhook) {
        return target;
      }

      @Version('3')
      @Get(':id')
      newer() {
        return 'third';
      }
    }
    const app = await create(name, { controllers: [CallsController] });
    app.setGlobalPrefix('api').enableVersioning({ type: VersioningType.URI });
    expect((await send(app, get(to, '/api/v2/calls/7?a=b'))).body).toBe('/api/v2/calls/7?a=b');
    const port = portOf(app.getHttpServer());
    expect((await exchange(port, get(to, '/api/v3/calls/7'))).body).toBe('third');
    const moved = { ...get(to, '/api/v2/calls/7'), target: '/api/v3/calls/7' };
    expect((await exchange(port, moved)).status).toBe(403);
  });

  it('a handler that no guard protects cannot read a verdict', async () => {
    const logger = keepingLog();
    @Controller()
    class OpenController {
      @Post('voice')
      voice(@WebhookParams() params: Params) {
        return params;
      }
    }
    const app = await create(name, { controllers: [OpenController] }, { logger });
    const response = await send(app, formPost(to, '/voice', { Digits: '1' }));
    expect(response.status).toBe(500);
    expect(logger.printed.join()).toContain('OpenController.voice reads a verified webhook');
  });

  it.each([
    ['APP_GUARD', { providers: [{ provide: APP_GUARD, useClass: webhook({ authToken }) }] }, false],
    ['useGlobalGuards()', {}, true],
  ])('guards all routes as %s', async (_title, module, isGlobal) => {
    const app = await create(name, { controllers: [routeOf()], ...module });
    if (isGlobal) app.useGlobalGuards(new (webhook({ authToken }))());
    const genuine = formPost(to, '/voice', { Digits: '1' });
    expect((await send(app, genuine)).body).toBe('reached 1');
    const port = portOf(app.getHttpServer());
    expect((await exchange(port, withBody(genuine, 'Digits=2'))).status).toBe(403);
    expect((await exchange(port, { ...genuine, target: '/other' })).status).toBe(
      // Nest asks no guard about a route that there is not.
      404,
    );
  });

  it('works in an app of @nestjs/testing', async () => {
    const module = await Test.createTestingModule({ controllers: [EchoController] }).compile();
    const app = module.createNestApplication<NestExpressApplication>(adapters[name]());
    open.push(app);
    const { status } = await send(app, jsonPost(to, '/voice', text));
    expect(status).toBe(200);
  });

  it('an exception filter sees the rejection, and its hint', async () => {
    const seen: unknown[] = [];
    const app = await create(name, { controllers: [EchoController] });
    const filter = {
      catch(exception: unknown, host: { switchToHttp(): { getResponse(): never } }) {
        if (exception instanceof WebhookException) {
          seen.push(exception.code, exception.getStatus(), hintOf(exception.error));
        }
        const response: { status(status: number): { send(text: string): void } } = host
          .switchToHttp()
          .getResponse();
        response.status(418).send('teapot');
      },
    };
    app.useGlobalFilters(filter);
    const unsigned = {
      ...formPost(to, '/voice', {}),
      headers: [['Host', 'phone.example']] as const,
    };
    expect((await send(app, unsigned)).status).toBe(418);
    expect(seen).toEqual(['missing-signature', 403, expect.any(String)]);
  });
});

describe('WebhookModule', () => {
  @Injectable()
  class Settings {
    readonly token = authToken;
    createWebhookOptions() {
      return { authToken: this.token };
    }
  }
  @Module({ providers: [Settings], exports: [Settings] })
  class SettingsModule {}

  const rows: [string, () => WebhookAsyncOptions<[Settings]>][] = [
    [
      'useFactory',
      () => ({
        imports: [SettingsModule],
        inject: [Settings],
        useFactory: async ({ token }) => ({ authToken: token }),
      }),
    ],
    ['useClass', () => ({ useClass: Settings })],
    ['useExisting', () => ({ imports: [SettingsModule], useExisting: Settings })],
  ];

  it.each([
    ['forRoot()', () => WebhookModule.forRoot({ authToken })] as const,
    ...rows.map(
      ([name, options]) =>
        [`forRootAsync() with ${name}`, () => WebhookModule.forRootAsync(options())] as const,
    ),
  ])('%s has the options of WebhookGuard, in every module', async (_title, module) => {
    @Module({ controllers: [routeOf(WebhookGuard)] })
    class VoiceModule {}
    const app = await create('express', { imports: [module(), VoiceModule] });
    const genuine = formPost(to, '/voice', { Digits: '1' });
    expect((await send(app, genuine)).body).toBe('reached 1');
    const forged = withBody(genuine, 'Digits=2');
    expect((await exchange(portOf(app.getHttpServer()), forged)).status).toBe(403);
  });

  it('takes the token of the environment', () => {
    vi.stubEnv('TWILIO_AUTH_TOKEN', authToken);
    expect(() => WebhookModule.forRoot()).not.toThrow();
    vi.stubEnv('TWILIO_AUTH_TOKEN', '');
    expect(() => WebhookModule.forRoot()).toThrow(/authToken/);
  });

  it('wrong options end the start', async () => {
    expect(() => WebhookModule.forRoot({ authTokn: 'x' } as never)).toThrow(/"authTokn"/);
    expect(() => webhook({ authToken: '' })).toThrow(/"authToken"/);
    expect(() => guard({} as never)).toThrow(/httpAuth/);
    expect(() => WebhookModule.forRootAsync({})).toThrow(/useFactory/);
    const module = WebhookModule.forRootAsync({
      useFactory: () => ({ authToken: undefined }) as never,
    });
    await expect(create('express', { imports: [module] })).rejects.toThrow(/"authToken"/);
  });

  it('Nest says what is missing without it', async () => {
    await expect(create('express', { controllers: [routeOf(WebhookGuard)] })).rejects.toThrow(
      /WebhookModule\.forRoot\(\)/,
    );
  });
});

it('refuses what is not HTTP', async () => {
  const guard = new (webhook({ authToken }))();
  const context = { getType: () => 'ws' } as never;
  await expect(guard.canActivate(context)).rejects.toThrow('createVerifier()');
});

/** A controller of `/voice`, with a guard. */
function routeOf(verified?: Parameters<typeof UseGuards>[0]) {
  @Controller()
  class VoiceController {
    @Post('voice')
    voice(@WebhookParams('Digits') digits: string) {
      return `reached ${digits}`;
    }
  }
  if (verified !== undefined) UseGuards(verified)(VoiceController);
  return VoiceController;
}

function guardThatAsks() {
  const headers = { 'WWW-Authenticate': ['Knock realm="a"', 'Knock realm="b"'] };
  return () => reject('unauthorized', { headers });
}
