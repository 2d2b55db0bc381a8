import type { Framework } from './state.js';

// The programs of the READMEs, which tests run, with the request in place of what they have. A test compares them.

/** What is put into a program. */
export interface Slots {
  /** The options as a literal, indented by as many levels as that. */
  readonly options: (depth: number) => string;
  readonly path: string;
  readonly method: 'get' | 'post';
  /** What is said back, with the parameter in this expression; or without one. */
  readonly say: (expression: (name: string) => string) => string;
}

const dot = (object: string) => (name: string) =>
  /^[A-Za-z_$][\w$]*$/.test(name) ? `${object}.${name}` : `${object}[${JSON.stringify(name)}]`;

type Template = (slots: Slots) => string;

const express: Template = ({
  options,
  path,
  method,
  say,
}) => `import { webhook } from '@sig/express';
import express from 'express';

const app = express();
app.${method}('${path}', webhook(${options(0)}), (req, res) => {
  res.type('text/xml').send(${say(dot('req.body'))});
});
app.listen(3000);
`;

const koa: Template = ({ options, path, method, say }) => `import Router from '@koa/router';
import { webhook } from '@sig/koa';
import Koa from 'koa';

const router = new Router();
router.${method}('${path}', webhook(${options(0)}), (ctx) => {
  ctx.type = 'text/xml';
  ctx.body = ${say(dot('ctx.request.body'))};
});

const app = new Koa();
app.use(router.routes());
app.listen(3000);
`;

const fastify: Template = ({
  options,
  path,
  method,
  say,
}) => `import { webhook } from '@sig/fastify';
import { fastify } from 'fastify';

const app = fastify();
await app.register(webhook, ${options(0)});

app.${method}('${path}', async (request, reply) => {
  reply.type('text/xml');
  return ${say(dot('request.webhook?.params'))};
});
app.get('/health', { config: { webhook: false } }, async () => 'well');
await app.listen({ port: 3000 });
`;

const next: Template = ({ options, method, say }) => {
  const answer = say((name) => `form.get(${quotedName(name)})`);
  const hasForm = answer.includes('form.get');
  return `import { webhook } from '@sig/next';

export const ${method.toUpperCase()} = webhook(${options(0)}, async (${hasForm ? 'request' : ''}) => {
${hasForm ? '  const form = await request.formData();\n' : ''}  return new Response(${answer}, {
    headers: { 'Content-Type': 'text/xml' },
  });
});
`;
};

const quotedName = (name: string) => `'${name.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

const hono: Template = ({ options, path, method, say }) => {
  const answer = say(dot('params'));
  const hasForm = answer.includes('params');
  return `import { serve } from '@hono/node-server';
import { webhook } from '@sig/hono';
import { Hono } from 'hono';

const app = new Hono();
app.${method}('${path}', webhook(${options(0)}), (c) => {
${hasForm ? '  const { params } = c.var.webhook;\n' : ''}  c.header('Content-Type', 'text/xml');
  return c.body(${answer});
});

serve({ fetch: app.fetch, port: 3000 });
`;
};

const nest: Template = ({ options, path, method, say }) => {
  const answer = say(dot('params'));
  const hasForm = answer.includes('params');
  const verb = method === 'get' ? 'Get' : 'Post';
  const [imports, params] = hasForm
    ? ['type VoiceParams, WebhookParams, webhook', '@WebhookParams() params: VoiceParams']
    : ['webhook', ''];
  const common = ['Controller', 'Header', 'HttpCode', 'Module', 'Post', 'UseGuards']
    .map((name) => (name === 'Post' ? verb : name))
    .sort((a, b) => a.localeCompare(b, 'en'));
  return `import { ${common.join(', ')} } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ${imports} } from '@sig/nest';

@Controller()
class VoiceController {
  @${verb}('${path.replace(/^\//, '')}')
  @HttpCode(200)
  @Header('Content-Type', 'text/xml')
  @UseGuards(webhook(${options(1)}))
  voice(${params}) {
    return ${answer};
  }
}

@Module({ controllers: [VoiceController] })
class AppModule {}

const app = await NestFactory.create(AppModule);
await app.listen(3000);
`;
};

const lambda: Template = ({ options, say }) => {
  const answer = say(dot('params'));
  const args = answer.includes('params') ? '_event, _context, { params }' : '';
  return `import { webhook } from '@sig/lambda';

export const handler = webhook(
  ${options(1)},
  async (${args}) => ({
    statusCode: 200,
    headers: { 'Content-Type': 'text/xml' },
    body: ${answer},
  }),
);

// On your machine, in place of the trigger. Lambda sets this variable.
if (process.env.AWS_LAMBDA_FUNCTION_NAME === undefined) {
  const { serve } = await import('@sig/lambda/local');
  serve(handler, { port: 3000 });
}
`;
};

const node: Template = ({ options, say }) => `import { createServer } from 'node:http';
import { createVerifier } from '@sig/core/node';

const verifier = createVerifier(${options(0)});

const server = createServer(async (req, res) => {
  const verdict = await verifier.verify(req);
  // 403 for a forgery, 500 or 503 if a look-up of yours failed or took too long. Nothing is thrown.
  if (!verdict.ok) {
    const { code, status, headers } = verdict.error;
    res.writeHead(status, headers).end(code);
    return;
  }
  res.setHeader('Content-Type', 'text/xml');
  res.end(${say(dot('verdict.params'))});
});
server.listen(3000);
`;

export const templates: Readonly<Record<Framework, Template>> = {
  express,
  koa,
  fastify,
  next,
  hono,
  nest,
  lambda,
  node,
};
