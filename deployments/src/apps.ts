import { createHash } from 'node:crypto';
import type { IncomingMessage, RequestListener } from 'node:http';
import type { Duplex } from 'node:stream';
import { getRequestListener } from '@hono/node-server';
import type { WebhookOptions } from '@sig/core';
import {
  captureRawBody,
  createVerifier,
  webhook as expressWebhook,
  rejectUpgrade,
} from '@sig/express';
import { webhook as fastifyWebhook } from '@sig/fastify';
import { webhook as honoWebhook } from '@sig/hono';
import { webhook as koaWebhook } from '@sig/koa';
import express, { type RequestHandler } from 'express';
import fastify from 'fastify';
import { Hono } from 'hono';
import Koa, { type Middleware } from 'koa';
import { koaBody } from 'koa-body';
import koaBodyparser from 'koa-bodyparser';

/** An app that answers 200 to what `webhook()` lets through. */
export interface RunningApp {
  readonly request: RequestListener;
  readonly upgrade?: (req: IncomingMessage, socket: Duplex) => void;
}

type MakeApp = (options: WebhookOptions) => RunningApp | Promise<RunningApp>;

/** The apps of the deployments, as their users have them. */
export const apps = {
  express: expressApp(),
  'express, trust proxy': expressApp({ trustProxy: true }),
  'express, json() before': expressApp({ before: [express.json()] }),
  'express, json() with captureRawBody': expressApp({
    before: [express.json({ verify: captureRawBody })],
  }),
  'express, urlencoded() before': expressApp({ before: [express.urlencoded({ extended: false })] }),
  'express, urlencoded({ extended: true }) before': expressApp({
    before: [express.urlencoded({ extended: true })],
  }),
  'express, urlencoded() with captureRawBody': expressApp({
    before: [express.urlencoded({ extended: true, verify: captureRawBody })],
  }),
  'express, values trimmed before': expressApp({ before: [form, eachValue((one) => one.trim())] }),
  'express, blank values dropped before': expressApp({ before: [form, dropBlank] }),
  'express, blank values nulled before': expressApp({
    before: [form, eachValue((one) => one || 'null')],
  }),
  'express, HTML escaped before': expressApp({ before: [form, eachValue(escapeHtml)] }),
  'express, query merged before': expressApp({ before: [form, mergeQuery] }),
  'express, a parameter added before': expressApp({ before: [form, addTenant] }),
  'express, numbers converted before': expressApp({ before: [form, eachValue(asNumber)] }),
  'express, names in lower case before': expressApp({ before: [form, lowerNames] }),
  'express, latin1 read before': expressApp({ before: [latin1Form] }),
  'express, body read before': expressApp({ before: [readBody] }),
  'express, url cut before': expressApp({ before: [cutOriginalUrl] }),
  koa: koaApp(),
  'koa, proxy': koaApp([], true),
  'koa, bodyparser before': koaApp([koaBodyparser()]),
  'koa, koa-body before': koaApp([koaBody()]),
  'koa, koa-body with includeUnparsed': koaApp([koaBody({ includeUnparsed: true })]),
  fastify: fastifyApp(false),
  'fastify, trustProxy': fastifyApp(true),
  hono: honoApp,
} satisfies Record<string, MakeApp>;

export type App = keyof typeof apps;

interface ExpressSetting {
  readonly before?: readonly RequestHandler[];
  readonly trustProxy?: boolean;
}

function expressApp({ before = [], trustProxy }: ExpressSetting = {}): MakeApp {
  return (options) => {
    const app = express();
    // Else the default error handler prints every rejection.
    app.set('env', 'test');
    if (trustProxy === true) app.set('trust proxy', true);
    if (before.length > 0) app.use(...before);
    app.use(expressWebhook(options), (_req, res) => void res.send('verified'));
    const verifier = createVerifier(options, app);
    return {
      request: app,
      upgrade: async (req, socket) => {
        const verdict = await verifier.verify(req);
        if (!verdict.ok) return rejectUpgrade(socket, verdict.error);
        const accept = createHash('sha1')
          .update(`${req.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
          .digest('base64');
        const head = [
          'HTTP/1.1 101 Switching Protocols',
          'Connection: Upgrade',
          'Upgrade: websocket',
          `Sec-WebSocket-Accept: ${accept}`,
        ];
        socket.end(`${head.join('\r\n')}\r\n\r\n`);
      },
    };
  };
}

function koaApp(before: readonly Middleware[] = [], proxy = false): MakeApp {
  return (options) => {
    const app = new Koa({ proxy });
    app.silent = true;
    for (const middleware of before) app.use(middleware);
    app.use(koaWebhook(options));
    app.use((ctx) => {
      ctx.body = 'verified';
    });
    return { request: app.callback() };
  };
}

function fastifyApp(trustProxy: boolean): MakeApp {
  return async (options) => {
    const app = fastify({ trustProxy });
    await app.register(fastifyWebhook, options);
    app.all('/*', () => 'verified');
    await app.ready();
    return { request: (req, res) => app.routing(req, res) };
  };
}

function honoApp(options: WebhookOptions): RunningApp {
  const app = new Hono().all('/*', honoWebhook(options), (context) => context.text('verified'));
  app.onError((error, context) => {
    const { status = 500 } = error as { status?: number };
    return context.newResponse(null, status as 403);
  });
  return { request: getRequestListener(app.fetch) };
}

function form(...[req, res, next]: Parameters<RequestHandler>): void {
  express.urlencoded({ extended: false })(req, res, next);
}

/** Middleware that changes each value of the parameters. */
function eachValue(change: (value: string) => unknown): RequestHandler {
  return (req, _res, next) => {
    for (const [name, value] of Object.entries(req.body)) req.body[name] = change(String(value));
    next();
  };
}

function escapeHtml(value: string): string {
  const entities: Record<string, string> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return value.replace(/[&<>"']/g, (char) => entities[char] ?? char);
}

function asNumber(value: string): string {
  return /^\+?\d+$/.test(value) ? String(Number(value)) : value;
}

function dropBlank(...[req, _res, next]: Parameters<RequestHandler>): void {
  req.body = Object.fromEntries(Object.entries(req.body).filter(([, value]) => value !== ''));
  next();
}

function lowerNames(...[req, _res, next]: Parameters<RequestHandler>): void {
  const entries = Object.entries(req.body).map(([name, value]) => [name.toLowerCase(), value]);
  req.body = Object.fromEntries(entries);
  next();
}

function mergeQuery(...[req, _res, next]: Parameters<RequestHandler>): void {
  req.body = { ...req.query, ...req.body };
  next();
}

function addTenant(...[req, _res, next]: Parameters<RequestHandler>): void {
  req.body.tenant = 'acme';
  next();
}

/** As a parser does that takes a form for Latin-1. */
function latin1Form(...[req, _res, next]: Parameters<RequestHandler>): void {
  const chunks: Buffer[] = [];
  req.on('data', (chunk) => chunks.push(chunk));
  req.on('end', () => {
    const unescaped = (text: string) =>
      text
        .replaceAll('+', ' ')
        .replace(/%([0-9a-f]{2})/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
    const pairs = Buffer.concat(chunks).toString('latin1').split('&');
    req.body = Object.fromEntries(pairs.map((pair) => pair.split('=').map(unescaped)));
    next();
  });
}

/** Middleware that reads the body, for a log, and leaves nothing. */
function readBody(...[req, _res, next]: Parameters<RequestHandler>): void {
  req.resume().on('end', next);
}

/** A hand-made router that cuts its own prefix off the URL. */
function cutOriginalUrl(...[req, _res, next]: Parameters<RequestHandler>): void {
  req.originalUrl = req.originalUrl.replace(/^\/hooks(?=\/)/, '');
  next();
}
