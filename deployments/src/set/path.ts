// A proxy strips, adds or maps a part of the path.
import type { Deployment } from '../deployment.js';
import { passOn } from '../gateway.js';

const anyPrefix = 'the prefix can be any';
const anyPath = 'the path can be any';

export const path: readonly Deployment[] = [
  {
    name: 'a location and a proxy_pass with a slash',
    source: 'https://github.com/Yoctol/bottender/issues/815',
    server: 'nginx',
    config: `server {
  listen {listen};
  location /api/ {
    proxy_pass http://{app}/;
    proxy_set_header Host $host;
    proxy_set_header X-Forwarded-Proto https;
  }
}`,
    app: 'express, trust proxy',
    configured: 'https://example.com/api/webhooks/whatsapp',
    causes: ['prefix-stripped'],
    control: { options: { publicUrl: 'https://example.com/api' } },
    always: true,
  },
  {
    name: 'an ingress strips a prefix of its own',
    source: 'https://github.com/juspay/clairvoyance/pull/989',
    server: 'nginx',
    config: `server {
  listen {listen};
  location /agent/voice/ {
    proxy_pass http://{app}/;
    proxy_set_header Host $host;
  }
}`,
    configured: 'https://example.com/agent/voice/breeze/callback',
    causes: ['scheme-swapped', 'prefix-stripped'],
    control: { options: { publicUrl: 'https://example.com/agent/voice' } },
    unknown: anyPrefix,
    always: true,
  },
  {
    name: 'an ingress strips a prefix, and says so',
    source: 'own',
    server: 'nginx',
    config: `server {
  listen {listen};
  location /telephony/eu/ {
    proxy_pass http://{app}/;
    proxy_set_header Host $host;
    proxy_set_header X-Original-URI $request_uri;
    proxy_set_header X-Forwarded-Proto https;
  }
}`,
    configured: 'https://example.com/telephony/eu/voice?lang=de',
    causes: ['scheme-swapped', 'prefix-stripped'],
    control: { options: { publicUrl: 'https://example.com/telephony/eu' } },
  },
  {
    name: 'rewrite takes the version off',
    source: 'own',
    server: 'nginx',
    config: `server {
  listen {listen};
  location /v1/ {
    rewrite ^/v1/(.*)$ /$1 break;
    proxy_pass http://{app};
    proxy_set_header Host $host;
  }
}`,
    configured: 'https://example.com/v1/voice?lang=de',
    causes: ['scheme-swapped', 'prefix-stripped'],
    control: { options: { publicUrl: 'https://example.com/v1' } },
  },
  {
    name: 'handle_path',
    source: 'https://github.com/ncarlier/webhookd/issues/119',
    server: 'caddy',
    config: `:{port} {
  handle_path /webhook/* {
    reverse_proxy {app}
  }
}`,
    configured: 'https://example.com/webhook/voice',
    causes: ['scheme-swapped', 'prefix-stripped'],
    control: { options: { publicUrl: 'https://example.com/webhook' } },
    always: true,
  },
  {
    name: 'strip_prefix, and X-Forwarded-Prefix',
    source: 'https://github.com/zylos-ai/zylos-core/pull/521',
    server: 'caddy',
    config: `:{port} {
  handle /recruit/* {
    uri strip_prefix /recruit
    reverse_proxy {app} {
      header_up X-Forwarded-Prefix /recruit
    }
  }
}`,
    configured: 'https://example.com/recruit/sms',
    causes: ['scheme-swapped', 'prefix-stripped'],
    control: { options: { publicUrl: 'https://example.com/recruit' } },
  },
  {
    name: 'ProxyPass strips a prefix',
    source: 'own',
    server: 'apache',
    config: `Listen {listen}
ProxyPreserveHost On
ProxyPass /twilio/ http://{app}/`,
    configured: 'https://example.com/twilio/voice',
    causes: ['scheme-swapped', 'prefix-stripped'],
    control: { options: { publicUrl: 'https://example.com/twilio' } },
    always: true,
  },
  {
    name: 'ProxyPass maps one path to another',
    source: 'https://github.com/openclaw/openclaw/pull/112800',
    server: 'apache',
    config: `Listen {listen}
ProxyPreserveHost On
ProxyPass /proxy/voice/webhook http://{app}/voice/webhook-3334`,
    configured: 'https://example.com/proxy/voice/webhook',
    causes: ['scheme-swapped', 'path-mapped'],
    control: {
      options: {
        publicUrl: 'https://example.com',
        rewrite: { from: '/proxy/voice/webhook', to: '/voice/webhook-3334' },
      },
    },
    unknown: anyPath,
  },
  {
    name: 'set-path strips a prefix',
    source: 'https://github.com/grafana-cold-storage/oncall/pull/290',
    server: 'haproxy',
    config: `frontend web
  bind {listen}
  http-request set-path %[path,regsub(^/oncall-engine/,/)]
  default_backend oncall
backend oncall
  server oncall {app}`,
    configured: 'https://example.com/oncall-engine/twilioapp/call_status_events',
    causes: ['scheme-swapped', 'prefix-stripped'],
    control: { options: { publicUrl: 'https://example.com/oncall-engine' } },
    unknown: anyPrefix,
    always: true,
  },
  {
    name: 'replace-path maps one path to another',
    source: 'own',
    server: 'haproxy',
    config: `frontend web
  bind {listen}
  http-request replace-path /tenants/([^/]+)/hooks/(.*) /hooks/\\2/\\1
  default_backend app
backend app
  server app {app}`,
    configured: 'https://example.com/tenants/acme/hooks/voice',
    causes: ['scheme-swapped', 'path-mapped'],
    control: {
      options: {
        publicUrl: 'https://example.com',
        rewrite: { from: '/tenants/acme/hooks/voice', to: '/hooks/voice/acme' },
      },
    },
    unknown: anyPath,
  },
  {
    name: 'map-urlpath strips a prefix',
    source: 'own',
    server: 'lighttpd',
    config: `$HTTP["url"] =~ "^/ivr-eu/" {
  proxy.server = ("" => (("host" => "127.0.0.1", "port" => {appPort})))
  proxy.header = ("map-urlpath" => ("/ivr-eu/" => "/"))
}`,
    configured: 'https://example.com/ivr-eu/voice',
    causes: ['scheme-swapped', 'prefix-stripped'],
    control: { options: { publicUrl: 'https://example.com/ivr-eu' } },
    unknown: anyPrefix,
    always: true,
  },
  {
    name: 'regsub on req.url strips a prefix',
    source: 'own',
    server: 'varnish',
    config: `sub vcl_recv {
  set req.url = regsub(req.url, "^/api/", "/");
}`,
    configured: 'https://example.com/api/voice',
    causes: ['scheme-swapped', 'prefix-stripped'],
    control: { options: { publicUrl: 'https://example.com/api' } },
    always: true,
  },
  {
    name: 'proxy_pass adds a prefix',
    source: 'own',
    server: 'nginx',
    config: `server {
  listen {listen};
  location / {
    proxy_pass http://{app}/apps/phone/;
    proxy_set_header Host $host;
  }
}`,
    configured: 'https://example.com/voice',
    causes: ['scheme-swapped', 'prefix-added'],
    control: {
      options: { publicUrl: 'https://example.com', rewrite: { from: '/', to: '/apps/phone' } },
    },
  },
  {
    name: 'a stage is put before the path',
    source: 'https://github.com/twilio/twilio-agent-connect-aws/pull/44',
    server: 'caddy',
    config: `:{port} {
  rewrite * /prod{uri}
  reverse_proxy {app}
}`,
    configured: 'https://example.com/voice?lang=de',
    causes: ['scheme-swapped', 'prefix-added'],
    control: {
      options: { publicUrl: 'https://example.com', rewrite: { from: '/', to: '/prod' } },
    },
  },
  {
    name: 'the name of a cloud function',
    source:
      'https://support.twilio.com/hc/en-us/articles/50535649249307-Fixing-Twilio-Request-Validation-403-Errors-Behind-a-Proxy',
    server: 'node',
    config: passOn(({ headers, target }) => ({
      target: target.replace(/^\/incomingCall/, '') || '/',
      headers: { ...headers, 'x-forwarded-proto': 'https' },
    })),
    env: { FUNCTION_TARGET: 'incomingCall', K_SERVICE: 'incomingcall' },
    configured: 'https://region-project.cloudfunctions.example/incomingCall',
    causes: ['scheme-swapped', 'prefix-stripped'],
    control: {
      options: { publicUrl: 'https://region-project.cloudfunctions.example/incomingCall' },
    },
  },
  {
    name: 'try_files and a front controller',
    source: 'own',
    server: 'nginx',
    config: `server {
  listen {listen};
  root /nonexistent;
  location / {
    try_files $uri /index.php;
  }
  location = /index.php {
    proxy_pass http://{app};
    proxy_set_header Host $host;
  }
}`,
    configured: 'https://example.com/calls/incoming',
    causes: ['scheme-swapped', 'path-mapped'],
    control: {
      options: {
        publicUrl: 'https://example.com',
        rewrite: { from: '/calls/incoming', to: '/index.php' },
      },
    },
    unknown: anyPath,
  },
  {
    name: 'a front controller with the route in the query',
    source: 'own',
    server: 'lighttpd',
    config: `url.rewrite-once = ("^/call/([a-z]+)$" => "/index.php?action=$1")
proxy.server = ("" => (("host" => "127.0.0.1", "port" => {appPort})))`,
    configured: 'https://example.com/call/incoming',
    causes: ['scheme-swapped', 'path-mapped', 'query-added'],
    control: {
      config: `proxy.server = ("" => (("host" => "127.0.0.1", "port" => {appPort})))`,
      options: { publicUrl: 'https://example.com' },
    },
    says: /what adds it: a proxy, a rewrite/,
    unknown: anyPath,
  },
  {
    name: 'RewriteRule to a handler',
    source: 'own',
    server: 'apache',
    config: `Listen {listen}
ProxyPreserveHost On
RewriteEngine On
RewriteRule ^/voice$ http://{app}/handlers/twilio/incoming-voice [P]`,
    configured: 'https://example.com/voice',
    causes: ['scheme-swapped', 'path-mapped'],
    control: {
      options: {
        publicUrl: 'https://example.com',
        rewrite: { from: '/voice', to: '/handlers/twilio/incoming-voice' },
      },
    },
    unknown: anyPath,
  },
  {
    name: 'a router of their own cuts its prefix off originalUrl',
    source: 'own',
    server: 'caddy',
    config: `:{port} {
  reverse_proxy {app} {
    header_up X-Forwarded-Proto https
  }
}`,
    app: 'express, url cut before',
    configured: 'https://example.com/hooks/voice',
    causes: ['scheme-swapped', 'prefix-stripped', 'mount-path-lost'],
    control: { options: { publicUrl: 'https://example.com/hooks' } },
    unknown: anyPrefix,
  },
  {
    name: 'letters of the path in lower case',
    source: 'own',
    server: 'varnish',
    config: `sub vcl_recv {
  set req.url = std.tolower(req.url);
}`,
    configured: 'https://example.com/Twilio/Incoming',
    causes: ['scheme-swapped', 'path-case'],
    control: {
      options: {
        publicUrl: 'https://example.com',
        rewrite: { from: '/Twilio/Incoming', to: '/twilio/incoming' },
      },
    },
  },
  {
    name: 'letters within the path in lower case',
    source: 'own',
    server: 'haproxy',
    config: `frontend web
  bind {listen}
  http-request set-path %[path,lower]
  default_backend app
backend app
  server app {app}`,
    configured: 'https://example.com/incomingCall',
    causes: ['scheme-swapped', 'path-case'],
    control: {
      options: {
        publicUrl: 'https://example.com',
        rewrite: { from: '/incomingCall', to: '/incomingcall' },
      },
    },
    unknown: 'any letter may have been a capital',
  },
  {
    name: 'a slash is taken off the path',
    source: 'own',
    server: 'nginx',
    config: `server {
  listen {listen};
  location / {
    rewrite ^/(.+)/$ /$1 break;
    proxy_pass http://{app};
    proxy_set_header Host $host;
  }
}`,
    options: { publicUrl: 'https://example.com' },
    configured: 'https://example.com/voice/',
    causes: ['trailing-slash'],
    control: { configured: 'https://example.com/voice' },
    says: /Configure the URL at the sender exactly as the server takes it/,
  },
];
