import { Readable } from 'node:stream';
import type { ExecutionContext, INestApplication, Type } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { portOf } from '@sig/conformance/coverage';
import {
  type Act,
  createActs,
  guardsOf,
  type Harness,
  type Setting,
  scenarios,
} from '@sig/conformance/suite';
import type { VerifiedWebhook, WebhookException, WebhookOptions, WebhookRequest } from '@sig/nest';
import type { VerifyClientCallbackAsync, WebSocket } from 'ws';
import { holesOf, onePath } from './holes.js';
import { load, type Nest, type NestVersion, type Platform } from './versions.js';

/** Servers of one version of Nest on one platform, for the conformance suite. `bare`: without the parsers of Nest. */
export function harness(version: NestVersion, platform: Platform, bare = false): Harness {
  const nest = load(version);
  const act = createActs();
  return {
    name: `nest ${nest.version} ${platform}${bare ? ', bodyParser: false' : ''}`,
    ...(bare ? { without: onePath } : holesOf(version, platform)),
    async start(setting) {
      let errors = 0;
      const { parsers } = setting;
      const app = await makeApp(nest, platform, {
        controllers: [echoController(nest, setting, act)],
        providers: ['/media', '/other'].map((path) => gateway(nest, path, setting)),
        trustProxy: setting.trustProxy,
        parsers: bare && (parsers === 'none' || parsers === 'after') ? 'off' : parsers,
      });
      app.useWebSocketAdapter(new nest.platformWs.WsAdapter(app));
      app.setGlobalPrefix(setting.mount);
      if (setting.errorHandler) app.useGlobalFilters(codeFilter(nest, platform, () => errors++));
      await app.listen(0, '127.0.0.1');
      return {
        port: portOf(app.getHttpServer()),
        errorsSeen: () => errors,
        close: () => app.close(),
      };
    },
  };
}

/** How an app of these tests is made. */
export interface AppSetting {
  readonly controllers: Type[];
  readonly providers?: Type[];
  readonly trustProxy?: boolean;
  /** Those of Nest, as they are or with `rawBody: true`; others, which lose the bytes (`before`); none (`off`). */
  readonly parsers?: Setting['parsers'] | 'off';
}

/** An app whose module has these controllers. */
export async function makeApp(
  { common, core, platformExpress, platformFastify, requireOf }: Nest,
  platform: Platform,
  { controllers, providers = [], trustProxy = false, parsers = 'none' }: AppSetting,
): Promise<INestApplication> {
  class AppModule {}
  common.Module({ controllers, providers })(AppModule);
  const options = {
    logger: false as const,
    forceCloseConnections: true,
    abortOnError: false,
    ...((parsers === 'before' || parsers === 'off') && { bodyParser: false }),
    ...(parsers === 'before-raw' && { rawBody: true }),
  };
  if (platform === 'express') {
    const adapter = new platformExpress.ExpressAdapter();
    const app = await core.NestFactory.create<NestExpressApplication>(AppModule, adapter, options);
    if (trustProxy) app.set('trust proxy', 'loopback');
    if (parsers === 'before') {
      const express = requireOf('express')('express');
      app.use(express.urlencoded({ extended: true }), express.json());
    }
    return app;
  }
  const adapter = new platformFastify.FastifyAdapter({ trustProxy, forceCloseConnections: true });
  const app = await core.NestFactory.create<NestFastifyApplication>(AppModule, adapter, options);
  if (parsers === 'before') await app.register(requireOf('fastify')('@fastify/formbody'));
  return app;
}

/** Makes a method the handler of a route, with the request as its argument. */
export function route(
  { common }: Nest,
  controller: Type,
  path: string | string[],
  method: string,
): void {
  const { prototype } = controller;
  const descriptor = Object.getOwnPropertyDescriptor(prototype, method) as PropertyDescriptor;
  common.All(path)(prototype, method, descriptor);
  common.HttpCode(200)(prototype, method, descriptor);
  common.Req()(prototype, method, 0);
}

/** A request of either platform, after a guard. */
export interface GuardedRequest {
  readonly body?: unknown;
  readonly rawBody?: Buffer;
  readonly webhook?: VerifiedWebhook;
}

/** What is used of a response of either platform. */
interface Response {
  status(status: number): unknown;
  header(name: string, value: string): unknown;
}

function echoController(nest: Nest, { scenario, alone }: Setting, act: Act): Type {
  class EchoController {
    async echo({ body, rawBody, webhook }: GuardedRequest, response: Response) {
      const acted = webhook && (await act(webhook));
      if (acted !== undefined) {
        const { status, headers, chunks } = acted;
        response.status(status);
        for (const [name, value] of Object.entries(headers)) response.header(name, value);
        if (chunks.length === 1) return chunks[0];
        const type = headers['Content-Type'];
        return new nest.common.StreamableFile(
          Readable.from(chunks.map((chunk) => Buffer.from(chunk))),
          {
            ...(type && { type }),
          },
        );
      }
      // On Fastify a GET that no guard has read has no body, not even an empty one.
      return {
        reached: true,
        body: body ?? {},
        rawBody: rawBody?.toString('base64') ?? null,
        webhook,
      };
    }
  }
  route(nest, EchoController, ['', '*'], 'echo');
  nest.common.Res({ passthrough: true })(EchoController.prototype, 'echo', 1);
  const { guard, webhook } = nest.sig;
  const verified = alone ? guard({ httpAuth: guardsOf(scenario) }) : webhook(scenarios[scenario]);
  nest.common.UseGuards(verified)(EchoController);
  nest.common.Controller()(EchoController);
  return EchoController;
}

/** An exception filter of the app's own, which answers with code and message. */
export function codeFilter({ common }: Nest, platform: Platform, onError = () => {}) {
  class Filter {
    catch(
      exception: WebhookException | (Error & { code?: string; statusCode?: number }),
      host: ExecutionContext,
    ) {
      onError();
      const response = host.switchToHttp().getResponse();
      const { code, message } = exception;
      response.status(
        'getStatus' in exception ? exception.getStatus() : (exception.statusCode ?? 500),
      );
      if (platform === 'express') response.json({ code, message });
      else response.send({ code, message });
    }
  }
  common.Catch()(Filter);
  return new Filter();
}

/** A gateway that sends back what it gets. */
function gateway(nest: Nest, path: string, { scenario, trustProxy }: Setting): Type {
  class EchoGateway {
    handleConnection(client: WebSocket) {
      client.on('message', (data) => client.send(String(data)));
    }
  }
  // Upgrades have no answer that could be kept.
  const { idempotency, ...options }: WebhookOptions = scenarios[scenario];
  const verifier = nest.sig.createVerifier(options);
  // What a proxy says, as an app that trusts it writes it.
  const trusting = nest.sig.createVerifier({ publicUrl: forwardedOrigin, ...options });
  const verifyClient: VerifyClientCallbackAsync = async ({ req }, done) => {
    const isForwarded = trustProxy && req.headers['x-forwarded-proto'] !== undefined;
    const verdict = await (isForwarded ? trusting : verifier).verify(req);
    if (verdict.ok) return done(true);
    const { status, code, headers } = verdict.error;
    done(false, status, code, headers);
  };
  nest.websockets.WebSocketGateway({ path, verifyClient })(EchoGateway);
  return EchoGateway;
}

function forwardedOrigin(request: WebhookRequest): string {
  const host = request.header('x-forwarded-host') ?? request.host;
  return `${request.header('x-forwarded-proto')}://${host}`;
}
