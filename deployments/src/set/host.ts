// The app sees another host or port than the sender signed.
import type { Deployment } from '../deployment.js';
import { passOn } from '../gateway.js';
import { withHeaders } from '../sending.js';

const configured = 'https://example.com/voice';
const control = { options: { publicUrl: 'https://example.com' } };
const hidden = 'nothing in the request tells the public host';

export const host: readonly Deployment[] = [
  {
    name: 'proxy_pass without Host',
    source: 'https://github.com/vellum-ai/vellum-assistant/pull/5235',
    server: 'nginx',
    config: `server {
  listen {listen};
  location / {
    proxy_pass http://{app};
  }
}`,
    configured,
    causes: ['scheme-swapped', 'host-internal', 'port-differs'],
    control,
    unknown: hidden,
    always: true,
  },
  {
    name: 'proxy_pass with X-Forwarded-Host and X-Forwarded-Proto',
    source: 'https://github.com/dograh-hq/dograh/pull/510',
    server: 'nginx',
    config: `server {
  listen {listen};
  location / {
    proxy_pass http://{app};
    proxy_set_header X-Forwarded-Proto https;
    proxy_set_header X-Forwarded-Host $host;
  }
}`,
    configured,
    causes: ['scheme-swapped', 'host-internal', 'port-differs'],
    control,
  },
  {
    name: 'ProxyPreserveHost off',
    source: 'own',
    server: 'apache',
    config: `Listen {listen}
ProxyPass / http://{app}/`,
    configured,
    causes: ['scheme-swapped', 'host-internal', 'port-differs'],
    control,
    always: true,
  },
  {
    name: 'haproxy sets an internal Host',
    source: 'own',
    server: 'haproxy',
    config: `frontend web
  bind {listen}
  http-request set-header Host calls.internal
  default_backend calls
backend calls
  server calls {app}`,
    configured,
    causes: ['scheme-swapped', 'host-internal'],
    control,
    unknown: hidden,
  },
  {
    name: 'Caddy sends the host of the upstream',
    source: 'own',
    server: 'caddy',
    config: `:{port} {
  reverse_proxy {app} {
    header_up Host {upstream_hostport}
  }
}`,
    configured,
    causes: ['scheme-swapped', 'host-internal', 'port-differs'],
    control,
  },
  {
    name: 'Varnish with a Host for its backend',
    source: 'own',
    server: 'varnish',
    config: `sub vcl_backend_fetch {
  set bereq.http.Host = "backend.internal";
}`,
    configured,
    causes: ['scheme-swapped', 'host-internal'],
    control,
    unknown: hidden,
    always: true,
  },
  {
    name: 'a tunnel that rewrites the host',
    source: 'https://github.com/twilio/twilio-node/issues/924',
    server: 'node',
    config: passOn(({ headers }) => ({
      headers: {
        ...headers,
        host: 'localhost:3000',
        'x-forwarded-host': headers.host,
        'x-forwarded-proto': 'https',
      },
    })),
    configured: 'https://0ca1b2c3.ngrok.io/voice',
    causes: ['scheme-swapped', 'host-internal', 'port-differs'],
    control: { options: { publicUrl: 'https://0ca1b2c3.ngrok.io' } },
  },
  {
    name: 'a tunnel that rewrites the host and does not say so',
    source: 'https://github.com/langwatch/scenario/issues/983',
    server: 'node',
    config: passOn(({ headers }) => ({ headers: { ...headers, host: 'localhost:8765' } })),
    configured: 'https://quick-name.trycloudflare.com/twilio/voice',
    causes: ['scheme-swapped', 'host-internal', 'port-differs'],
    control: { options: { publicUrl: 'https://quick-name.trycloudflare.com' } },
    unknown: hidden,
  },
  {
    name: 'a load balancer in front of Fastify',
    source: 'https://github.com/twilio/twilio-python/issues/751',
    server: 'haproxy',
    config: `frontend lb
  bind {listen}
  http-request set-header X-Forwarded-Proto https
  http-request set-header X-Forwarded-Host %[req.hdr(host)]
  http-request set-header Host 10.0.3.12:3000
  default_backend app
backend app
  server app {app}`,
    app: 'fastify',
    configured,
    causes: ['scheme-swapped', 'host-internal', 'port-differs'],
    control: { app: 'fastify, trustProxy' },
  },
  {
    name: 'a tunnel in front of Koa',
    source: 'https://github.com/ZeframLou/call-me/pull/5',
    server: 'node',
    config: passOn(({ headers }) => ({
      headers: { ...headers, host: 'localhost:3333', 'x-forwarded-host': headers.host },
    })),
    app: 'koa, bodyparser before',
    configured: 'https://0ca1b2c3.ngrok-free.app/twiml',
    causes: ['scheme-swapped', 'host-internal', 'port-differs'],
    control: { options: { publicUrl: 'https://0ca1b2c3.ngrok-free.app' } },
  },
  {
    name: 'the address of a pod',
    source: 'https://github.com/BasedHardware/omi/pull/5541',
    server: 'haproxy',
    config: `frontend service
  bind {listen}
  http-request set-header Host 10.42.0.17:8080
  default_backend pod
backend pod
  server pod {app}`,
    configured: 'https://api.example.com/v1/phone/twiml',
    causes: ['scheme-swapped', 'host-internal', 'port-differs'],
    control: { options: { publicUrl: 'https://api.example.com' } },
    unknown: hidden,
  },
  {
    name: 'capitals in the configured host',
    source: 'own',
    server: 'nginx',
    config: `server {
  listen {listen};
  location / {
    proxy_pass http://{app};
    proxy_set_header Host $host;
  }
}`,
    configured: 'https://Calls.Example.com/voice',
    causes: ['scheme-swapped', 'host-case'],
    control: { options: { publicUrl: 'https://Calls.Example.com' } },
    unknown: 'any letter may have been a capital',
  },
  {
    name: 'a canonical host in place of www',
    source: 'own',
    server: 'nginx',
    config: `server {
  listen {listen};
  server_name example.com www.example.com;
  location / {
    proxy_pass http://{app};
    proxy_set_header Host example.com;
  }
}`,
    configured: 'https://www.example.com/voice',
    causes: ['scheme-swapped', 'host-internal'],
    control: { options: { publicUrl: 'https://www.example.com' } },
  },
  {
    name: 'two public names for one app',
    source: 'own',
    server: 'nginx',
    config: `server {
  listen {listen};
  server_name calls.example.com calls.example.net;
  location / {
    proxy_pass http://{app};
    proxy_set_header Host $host;
  }
}`,
    before: ['https://calls.example.net/sms'],
    configured: 'https://calls.example.com/voice',
    causes: ['scheme-swapped'],
    control: { options: { publicUrl: ({ host }) => `https://${host}` } },
    says: /a function of the request/,
  },
  {
    name: '$host drops the port',
    source: 'https://github.com/openclaw/openclaw/issues/6334',
    server: 'nginx',
    config: `server {
  listen {listen};
  location / {
    proxy_pass http://{app};
    proxy_set_header Host $host;
    proxy_set_header X-Forwarded-Proto https;
  }
}`,
    app: 'express, trust proxy',
    configured: 'https://my.example.com:8443/',
    causes: ['port-differs'],
    control: { options: { publicUrl: 'https://my.example.com:8443' } },
    always: true,
  },
  {
    name: 'port 81, announced',
    source: 'https://github.com/twilio/twilio-csharp/issues/509',
    server: 'haproxy',
    config: `frontend web
  bind {listen}
  http-request set-header X-Forwarded-Port 81
  http-request set-header Host %[req.hdr(host),field(1,:)]
  default_backend iis
backend iis
  server iis {app}`,
    configured: 'https://mydomain.example:81/Twilio/TwilioAction',
    causes: ['scheme-swapped', 'port-differs'],
    control: { options: { publicUrl: 'https://mydomain.example:81' } },
  },
  {
    name: 'a port that no header tells',
    source: 'https://github.com/twilio-labs/twilio-aspnet/issues/18',
    server: 'apache',
    config: `Listen {listen}
RequestHeader edit Host ":.*" "" early
ProxyPreserveHost On
ProxyPass / http://{app}/`,
    configured: 'http://example.com:4567/voice',
    causes: ['port-differs'],
    control: { options: { publicUrl: 'http://example.com:4567' } },
    unknown: 'the port can be any',
  },
  {
    name: 'the port of the container in Host',
    source: 'https://github.com/twilio/twilio-csharp/issues/44',
    server: 'haproxy',
    config: `frontend web
  bind {listen}
  http-request set-header Host %[req.hdr(host)]:3000
  default_backend web
backend web
  server web {app}`,
    configured,
    causes: ['scheme-swapped', 'port-differs'],
    control,
  },
  {
    name: 'X-Forwarded-Host with the port of the proxy',
    source: 'own',
    server: 'nginx',
    config: `server {
  listen {listen};
  location / {
    proxy_pass http://{app};
    proxy_set_header X-Forwarded-Host $host:8080;
    proxy_set_header X-Forwarded-Proto https;
  }
}`,
    app: 'express, trust proxy',
    configured: 'https://example.com:8443/voice',
    causes: ['port-differs'],
    control: { options: { publicUrl: 'https://example.com:8443' } },
  },
  {
    name: 'a chain of proxies, the inner host first',
    source: 'https://github.com/bmlt-enabled/yap/pull/1607',
    server: 'nginx',
    config: `server {
  listen {listen};
  location / {
    proxy_pass http://{app};
    proxy_set_header X-Forwarded-Host "edge.internal, $http_x_forwarded_host";
    proxy_set_header X-Forwarded-Proto https;
  }
}`,
    sends: { sent: (request) => withHeaders(request, { 'X-Forwarded-Host': 'example.com' }) },
    app: 'express, trust proxy',
    configured,
    causes: ['host-internal'],
    control,
  },
];
