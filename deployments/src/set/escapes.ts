// Slashes are merged, escapes decoded or written in another way.
import type { Deployment } from '../deployment.js';
import { passOn } from '../gateway.js';
import { sentTo } from '../sending.js';

const publicUrl = 'https://example.com';

export const escapes: readonly Deployment[] = [
  {
    name: 'merge_slashes',
    source: 'https://github.com/kubernetes/ingress-nginx/issues/10088',
    server: 'nginx',
    config: `server {
  listen {listen};
  location /foo/ {
    proxy_pass http://{app}/foo/;
    proxy_set_header Host $host;
  }
}`,
    configured: 'https://example.com//foo/zhs/api',
    causes: ['scheme-swapped', 'slashes-merged'],
    control: { options: { publicUrl, rewrite: { from: '//foo', to: '/foo' } } },
    always: true,
  },
  {
    name: 'slashes merged in several places',
    source: 'https://github.com/crowi/crowi/pull/168',
    server: 'nginx',
    config: `server {
  listen {listen};
  location / {
    proxy_pass http://{app}/;
    proxy_set_header Host $host;
  }
}`,
    options: { publicUrl },
    configured: 'https://example.com//calls//in///voice',
    causes: ['slashes-merged'],
    control: {
      options: { publicUrl, rewrite: { from: '//calls//in///voice', to: '/calls/in/voice' } },
    },
    unknown: 'slashes may have been anywhere',
  },
  {
    name: 'haproxy merges slashes',
    source: 'own',
    server: 'haproxy',
    config: `global
  expose-experimental-directives
frontend web
  bind {listen}
  http-request normalize-uri path-merge-slashes
  default_backend app
backend app
  server app {app}`,
    configured: 'https://example.com/hooks//voice',
    causes: ['scheme-swapped', 'slashes-merged'],
    control: { options: { publicUrl, rewrite: { from: '/hooks//voice', to: '/hooks/voice' } } },
  },
  {
    name: 'escapes decoded by a proxy_pass with a path',
    source: 'https://serverdevworker.com/2256ba447',
    server: 'nginx',
    config: `server {
  listen {listen};
  location /call/ {
    proxy_pass http://{app}/call/;
    proxy_set_header Host $host;
  }
}`,
    configured: 'https://example.com/call/%5Btest%5D%2B15550100001',
    causes: ['scheme-swapped', 'path-reencoded'],
    control: {
      options: { publicUrl, configuredUrl: 'https://example.com/call/%5Btest%5D%2B15550100001' },
    },
    always: true,
  },
  {
    name: 'a bar decoded by a proxy_pass with a path',
    source: 'https://taourl.com/read-2035246.html',
    server: 'nginx',
    config: `server {
  listen {listen};
  location /api {
    proxy_pass http://{app}/api;
    proxy_set_header Host $host;
  }
}`,
    configured: 'https://example.com/api/data%7cvalue',
    causes: ['scheme-swapped', 'path-reencoded'],
    control: { options: { publicUrl, configuredUrl: 'https://example.com/api/data%7cvalue' } },
  },
  {
    name: 'AllowEncodedSlashes On without nocanon',
    source: 'https://github.com/gitblit-org/gitblit/issues/1024',
    server: 'apache',
    config: `Listen {listen}
AllowEncodedSlashes On
ProxyPreserveHost On
ProxyPass / http://{app}/`,
    configured: 'https://example.com/calls/acme%2Fsales',
    causes: ['scheme-swapped', 'path-reencoded'],
    control: {
      config: `Listen {listen}
AllowEncodedSlashes NoDecode
ProxyPreserveHost On
ProxyPass / http://{app}/ nocanon`,
      options: { publicUrl },
    },
  },
  {
    name: 'escapes decoded without nocanon',
    source: 'https://github.com/playframework/playframework/issues/5523',
    server: 'apache',
    config: `Listen {listen}
ProxyPreserveHost On
ProxyPass / http://{app}/`,
    configured: 'https://example.com/call/%2b15550100001%7ein',
    causes: ['scheme-swapped', 'path-reencoded'],
    control: {
      config: `Listen {listen}
ProxyPreserveHost On
ProxyPass / http://{app}/ nocanon`,
      options: { publicUrl },
    },
  },
  {
    name: 'escapes in upper case',
    source: 'own',
    server: 'haproxy',
    config: `global
  expose-experimental-directives
frontend web
  bind {listen}
  http-request normalize-uri percent-to-uppercase
  default_backend app
backend app
  server app {app}`,
    options: { publicUrl },
    configured: 'https://example.com/call/%c3%bc%2b1',
    causes: ['path-reencoded'],
    control: { options: { publicUrl, configuredUrl: 'https://example.com/call/%c3%bc%2b1' } },
  },
  {
    name: 'lighttpd normalizes escapes',
    source: 'own',
    server: 'lighttpd',
    config: `proxy.server = ("" => (("host" => "127.0.0.1", "port" => {appPort})))`,
    configured: 'https://example.com/voice%7Emenu',
    causes: ['scheme-swapped', 'path-reencoded'],
    control: { options: { publicUrl, configuredUrl: 'https://example.com/voice%7Emenu' } },
    always: true,
  },
  {
    name: '@ and : escaped after the URL was signed',
    source: 'https://github.com/twilio/twilio-node/pull/621',
    server: 'nginx',
    config: `server {
  listen {listen};
  location / {
    proxy_pass http://{app};
    proxy_set_header Host $host;
  }
}`,
    configured: 'https://example.com/audio?Caller=sip:15550100001@192.0.2.7&lang=de',
    sends: { get: true, sent: sentTo('/audio?Caller=sip%3A15550100001%40192.0.2.7&lang=de') },
    causes: ['scheme-swapped', 'query-reencoded'],
    control: {
      options: {
        publicUrl,
        configuredUrl: 'https://example.com/audio?Caller=sip:15550100001@192.0.2.7&lang=de',
      },
    },
  },
  {
    name: 'the question mark escaped by a router',
    source: 'https://github.com/twilio/twilio-node/issues/145',
    server: 'node',
    config: passOn(({ target }) => ({ target: target.replace('?', '%3F') })),
    options: { publicUrl },
    configured: 'https://example.com/api/twilioWebhook?foo=1',
    causes: ['path-reencoded', 'path-mapped', 'query-dropped'],
    control: { config: passOn(() => ({})) },
    says: /Verify the path as it came/,
  },
  {
    name: 'a gateway writes plus signs as %20',
    source: 'https://mymemowall.com/2021/07/23/twilio-authentication-on-webhook-callbacks',
    server: 'node',
    config: passOn(({ target }) => {
      const [path, query = ''] = target.split('?');
      const pairs = [...new URLSearchParams(query)];
      const written = pairs.map((pair) => pair.map(encodeURIComponent).join('='));
      return { target: `${path}?${written.join('&')}` };
    }),
    options: { publicUrl },
    configured: 'https://example.com/voiceCallback?assoc=123&id=abc&name=Jane+Doe',
    causes: ['query-reencoded'],
    control: {
      options: {
        publicUrl,
        configuredUrl: 'https://example.com/voiceCallback?assoc=123&id=abc&name=Jane+Doe',
      },
    },
  },
  {
    name: 'an apostrophe and accents escaped by a gateway',
    source: 'https://github.com/twilio/twilio-node/issues/1059',
    server: 'node',
    config: passOn(({ target }) => {
      const url = new URL(target, 'http://gateway');
      return { target: url.pathname + url.search };
    }),
    options: { publicUrl },
    configured: 'https://example.com/hangup?state=Sull"Adda&note=<b>',
    sends: { get: true },
    causes: ['query-reencoded'],
    control: {
      options: { publicUrl, configuredUrl: 'https://example.com/hangup?state=Sull"Adda&note=<b>' },
    },
  },
];
