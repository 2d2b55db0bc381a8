// TLS ends before the app, or it is taken for something else.
import type { Deployment } from '../deployment.js';
import { passOn } from '../gateway.js';
import { withHeaders } from '../sending.js';

const configured = 'https://example.com/voice';
const control = { options: { publicUrl: 'https://example.com' } };

export const tls: readonly Deployment[] = [
  {
    name: 'an ingress ends TLS, and says nothing of it',
    source: 'https://github.com/rdegges/django-twilio/issues/196',
    server: 'nginx',
    config: `server {
  listen {listen};
  location / {
    proxy_pass http://{app};
    proxy_set_header Host $host;
  }
}`,
    configured,
    causes: ['scheme-swapped'],
    control,
    always: true,
  },
  {
    name: 'the proxy announces https, and the app does not trust it',
    source: 'https://github.com/bminer/node-twilio-api/issues/13',
    server: 'nginx',
    config: `server {
  listen {listen};
  location / {
    proxy_pass http://{app};
    proxy_set_header Host $host;
    proxy_set_header X-Forwarded-Proto https;
    proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
  }
}`,
    configured,
    causes: ['scheme-swapped'],
    control: { app: 'express, trust proxy' },
  },
  {
    name: 'a router of a platform ends TLS, behind it a form parser',
    source: 'https://github.com/twilio/twilio-node/issues/505',
    server: 'haproxy',
    config: `frontend router
  bind {listen}
  http-request set-header X-Forwarded-Proto https
  http-request set-header X-Forwarded-Port 443
  default_backend dyno
backend dyno
  server web.1 {app}`,
    app: 'express, urlencoded() before',
    configured: 'https://example.herokuapp.com/sms',
    causes: ['scheme-swapped'],
    control: { options: { publicUrl: 'https://example.herokuapp.com' } },
    always: true,
  },
  {
    name: 'a tunnel ends TLS',
    source: 'https://github.com/twilio/twilio-node/issues/321',
    server: 'node',
    config: passOn(({ headers }) => ({ headers: { ...headers, 'x-forwarded-proto': 'https' } })),
    app: 'express, urlencoded() before',
    configured: 'https://0ca1b2c3.ngrok.io/voice',
    causes: ['scheme-swapped'],
    control: { options: { publicUrl: 'https://0ca1b2c3.ngrok.io' } },
  },
  {
    name: 'Apache with SSL in front of Node',
    source: 'https://github.com/omsmith/ims-lti/pull/43',
    server: 'apache',
    config: `Listen {listen}
ProxyPreserveHost On
RequestHeader set X-Forwarded-Proto https
ProxyPass / http://{app}/`,
    configured,
    causes: ['scheme-swapped'],
    control,
    always: true,
  },
  {
    name: 'Koa behind a proxy that it does not know of',
    source: 'own',
    server: 'haproxy',
    config: `frontend web
  bind {listen}
  http-request set-header X-Forwarded-Proto https
  default_backend koa
backend koa
  server koa {app}`,
    app: 'koa',
    configured,
    causes: ['scheme-swapped'],
    control: { app: 'koa, proxy' },
  },
  {
    name: 'of two proxies the inner one overwrites X-Forwarded-Proto',
    source: 'https://github.com/bmlt-enabled/yap/issues/1589',
    server: 'caddy',
    config: `:{port} {
  reverse_proxy {app}
}`,
    app: 'fastify, trustProxy',
    sends: { sent: (request) => withHeaders(request, { 'X-Forwarded-Proto': 'https' }) },
    configured,
    causes: ['scheme-swapped'],
    control,
    always: true,
  },
  {
    name: 'of two proxies each writes its scheme into one header',
    source: 'own',
    server: 'nginx',
    config: `server {
  listen {listen};
  location / {
    proxy_pass http://{inner};
    proxy_set_header Host $host;
    proxy_set_header X-Forwarded-Proto https;
  }
}
server {
  listen {inner};
  location / {
    proxy_pass http://{app};
    proxy_set_header Host $host;
    proxy_set_header X-Forwarded-Proto "$scheme, $http_x_forwarded_proto";
  }
}`,
    app: 'express, trust proxy',
    configured,
    causes: ['scheme-swapped'],
    control,
  },
  {
    name: 'Hono behind lighttpd',
    source: 'own',
    server: 'lighttpd',
    config: `proxy.server = ("" => (("host" => "127.0.0.1", "port" => {appPort})))`,
    app: 'hono',
    configured,
    causes: ['scheme-swapped'],
    control,
    always: true,
  },
  {
    name: 'an upgrade behind TLS that ended',
    source: 'https://github.com/twilio-labs/twilio-aspnet/issues/162',
    server: 'nginx',
    config: `server {
  listen {listen};
  location / {
    proxy_pass http://{app};
    proxy_http_version 1.1;
    proxy_set_header Host $host;
    proxy_set_header Upgrade $http_upgrade;
    proxy_set_header Connection upgrade;
  }
}`,
    configured: 'wss://example.com/conversation',
    sends: { upgrade: true },
    causes: ['scheme-swapped'],
    control,
    always: true,
  },
  {
    name: 'an upgrade through haproxy, to an internal name',
    source: 'https://github.com/openai/openai-agents-python/pull/5110',
    server: 'haproxy',
    config: `frontend web
  bind {listen}
  http-request set-header X-Forwarded-Host %[req.hdr(host)]
  http-request set-header X-Forwarded-Proto https
  http-request set-header Host streams.internal
  default_backend streams
backend streams
  server streams {app}`,
    configured: 'wss://example.com/media-stream',
    sends: { upgrade: true },
    causes: ['scheme-swapped', 'host-internal'],
    control,
  },
  {
    name: '"publicUrl" is set with http',
    source: 'https://github.com/canyongbs/advisingapp/pull/1324',
    server: 'nginx',
    config: `server {
  listen {listen};
  location / {
    proxy_pass http://{app};
  }
}`,
    options: { publicUrl: 'http://example.com' },
    configured,
    causes: ['scheme-swapped'],
    control,
  },
  {
    name: 'the webhook is configured with http, "publicUrl" with https',
    source: 'https://github.com/joaoh82/rustunnel/pull/94',
    server: 'caddy',
    config: `:{port} {
  reverse_proxy {app}
}`,
    options: { publicUrl: 'https://example.com' },
    configured: 'http://example.com/voice',
    causes: ['scheme-swapped'],
    control: { options: { publicUrl: 'http://example.com' } },
  },
];
