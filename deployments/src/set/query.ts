// A query is dropped, sorted, extended or written anew.
import type { Deployment } from '../deployment.js';
import { passOn } from '../gateway.js';
import { sentTo } from '../sending.js';

const publicUrl = 'https://example.com';
const options = { publicUrl };
const passed = `server {
  listen {listen};
  location / {
    proxy_pass http://{app};
  }
}`;

export const query: readonly Deployment[] = [
  {
    name: 'std.querysort, a few parameters',
    source:
      'https://developer.upsun.com/posts/hands-on/varnish-103-cache-optimization-with-url-normalization-on-upsun.md',
    server: 'varnish',
    config: `sub vcl_recv {
  set req.url = std.querysort(req.url);
}`,
    options,
    configured: 'https://example.com/voice?tenant=acme&lang=de&menu=2',
    causes: ['query-reordered'],
    control: { config: '' },
    says: /Find the proxy or the code that sorts them/,
    always: true,
  },
  {
    name: 'std.querysort, many parameters',
    source: 'own',
    server: 'varnish',
    config: `sub vcl_recv {
  set req.url = std.querysort(req.url);
}`,
    options,
    configured: 'https://example.com/voice?tenant=acme&lang=de&menu=2&retry=1&hint=x&bye=0&ask=y',
    causes: ['query-reordered'],
    control: { config: '' },
    says: /Find the proxy or the code that sorts them/,
    unknown: 'there are thousands of orders',
  },
  {
    name: 'the sender sorts the parameters after it signed',
    source: 'https://github.com/twilio/twilio-php/issues/790',
    server: 'none',
    options,
    configured: 'https://example.com/status?b=456&a=123',
    sends: { sent: sentTo('/status?a=123&b=456') },
    causes: ['query-reordered'],
    control: { configured: 'https://example.com/status?a=123&b=456', sends: {} },
    says: /in this order/,
  },
  {
    name: 'a framework sorts and re-serializes the query',
    source: 'https://github.com/bmlt-enabled/yap/pull/1629',
    server: 'node',
    config: passOn(({ target }) => {
      const [path, query = ''] = target.split('?');
      const pairs = [...new URLSearchParams(query)].sort(([a], [b]) => (a < b ? -1 : 1));
      const written = pairs.map((pair) => pair.map(encodeURIComponent).join('='));
      return { target: `${path}?${written.join('&')}` };
    }),
    options,
    configured:
      'https://example.com/input-method.php?Digits=1&Retry=1&RetryMessage=No+address+found&Caller=%2B15550100001&AccountSid=AC1&Page=2',
    causes: ['query-reordered', 'query-reencoded'],
    control: { config: passOn(() => ({})) },
    says: /Find the proxy or the code that sorts them/,
    unknown: 'there are thousands of orders',
  },
  {
    name: 'utm parameters are stripped',
    source: 'https://www.getpagespeed.com/server-setup/varnish/strip-query-parameters-varnish',
    server: 'varnish',
    config: `sub vcl_recv {
  if (req.url ~ "(\\?|&)(gclid|utm_[a-z]+)=") {
    set req.url = regsuball(req.url, "(gclid|utm_[a-z]+)=[-_A-z0-9+()%.]+&?", "");
    set req.url = regsub(req.url, "[?|&]+$", "");
  }
}`,
    options,
    configured: 'https://example.com/sms?utm_source=billboard&lang=de&utm_medium=sms',
    causes: ['query-param-removed'],
    control: { config: '' },
    says: /Find what removes them: a proxy/,
    unknown: 'what was removed is not there',
    always: true,
  },
  {
    name: 'proxy_pass with $uri drops the query',
    source: 'https://serverfault.com/questions/445554/nginx-uri-is-url-decoded',
    server: 'nginx',
    config: `server {
  listen {listen};
  location / {
    proxy_pass http://{app}$uri;
  }
}`,
    options,
    configured: 'https://example.com/voice?lang=de',
    causes: ['query-dropped'],
    control: { config: passed },
    says: /the proxy must pass it on/,
    unknown: 'what was dropped is not there',
    always: true,
  },
  {
    name: 'rewrite adds a query',
    source: 'own',
    server: 'nginx',
    config: `server {
  listen {listen};
  location / {
    rewrite ^/voice$ /voice?tenant=acme break;
    proxy_pass http://{app};
  }
}`,
    options,
    configured: 'https://example.com/voice',
    causes: ['query-added'],
    control: { config: passed },
    says: /Find what adds it: a proxy, a rewrite/,
  },
  {
    name: 'set-query adds a parameter',
    source: 'own',
    server: 'haproxy',
    config: `frontend web
  bind {listen}
  http-request set-query %[query]&edge=fra1
  default_backend app
backend app
  server app {app}`,
    configured: 'https://example.com/voice?lang=de&menu=2',
    causes: ['scheme-swapped', 'query-param-added'],
    control: {
      config: `frontend web
  bind {listen}
  default_backend app
backend app
  server app {app}`,
      options,
    },
    says: /Find what adds them: a proxy/,
  },
  {
    name: 'Caddy rewrites with a parameter of its own',
    source: 'own',
    server: 'caddy',
    config: `:{port} {
  rewrite * {path}?tenant=acme&{query}
  reverse_proxy {app}
}`,
    options,
    configured: 'https://example.com/voice?lang=de&menu=2',
    causes: ['query-param-added'],
    control: {
      config: `:{port} {
  reverse_proxy {app}
}`,
    },
    says: /Find what adds them: a proxy/,
  },
  {
    name: 'QSA',
    source: 'own',
    server: 'apache',
    config: `Listen {listen}
RewriteEngine On
RewriteRule ^/voice$ http://{app}/voice?tenant=acme&region=eu [P,QSA]`,
    options,
    configured: 'https://example.com/voice?lang=de&menu=2',
    causes: ['query-param-added'],
    control: {
      config: `Listen {listen}
ProxyPass / http://{app}/`,
    },
    says: /Find what adds them: a proxy/,
  },
  {
    name: 'a RewriteRule without QSA',
    source: 'own',
    server: 'apache',
    config: `Listen {listen}
RewriteEngine On
RewriteRule ^/voice$ http://{app}/voice?tenant=acme [P]`,
    options,
    configured: 'https://example.com/voice?lang=de',
    causes: ['query-differs'],
    control: {
      config: `Listen {listen}
ProxyPass / http://{app}/`,
    },
    says: /Find what changes it: a proxy, a rewrite/,
    unknown: 'what was dropped is not there',
  },
  {
    name: 'of a repeated parameter an event keeps the last',
    source: 'https://github.com/twilio/twilio-agent-connect-aws/pull/44',
    server: 'node',
    config: passOn(({ target }) => {
      const [path, query = ''] = target.split('?');
      return {
        target: `${path}?${new URLSearchParams(Object.fromEntries(new URLSearchParams(query)))}`,
      };
    }),
    options,
    configured: 'https://example.com/voice?tag=a&tag=b&lang=de',
    causes: ['query-param-removed'],
    control: { config: passOn(() => ({})) },
    says: /Find what removes them: a proxy/,
    unknown: 'what was removed is not there',
  },
  {
    name: 'bodySHA256 is taken out of the query',
    source: 'own',
    server: 'varnish',
    config: `sub vcl_recv {
  set req.url = regsuball(req.url, "[?&]bodySHA256=[0-9a-f]+", "");
}`,
    options,
    configured: 'https://example.com/studio?flow=7',
    sends: { json: '{"event":"started"}' },
    causes: ['query-param-removed'],
    control: { config: '' },
    says: /Find what removes them: a proxy/,
  },
  {
    name: 'the query is taken for parameters of the form',
    source: 'https://github.com/twilio/twilio-php/issues/510',
    server: 'caddy',
    config: `:{port} {
  reverse_proxy {app}
}`,
    app: 'express, query merged before',
    options,
    configured: 'https://example.com/sms?tenant=acme',
    causes: ['query-merged'],
    control: { app: 'express' },
    says: /Verify the parameters of the body alone/,
    always: true,
  },
  {
    name: 'a tunnel sends the fragment on',
    source: 'own',
    server: 'node',
    config: passOn(({ target }) => ({ target: `${target}#rc=2` })),
    options,
    configured: 'https://example.com/voice?lang=de#rc=2',
    causes: ['fragment'],
    control: { config: passOn(() => ({})) },
    says: /Leave the fragment out/,
  },
];
