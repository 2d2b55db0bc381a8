// The signature, or another header, does not get through as it was sent.
import type { Deployment } from '../deployment.js';
import { passOn } from '../gateway.js';
import { renamed, withHeaders } from '../sending.js';

const publicUrl = 'https://example.com';
const options = { publicUrl };
const configured = 'https://example.com/voice';

const haproxy = (...lines: string[]) => `frontend web
  bind {listen}
${lines.map((line) => `  ${line}\n`).join('')}  default_backend app
backend app
  server app {app}`;

export const headers: readonly Deployment[] = [
  {
    name: 'a header with underscores is dropped',
    source: 'https://github.com/Yelp/casper/issues/27',
    server: 'nginx',
    config: `server {
  listen {listen};
  location / {
    proxy_pass http://{app};
  }
}`,
    options: { ...options, header: 'X_Twilio_Signature' },
    configured,
    // As a gateway before it writes headers.
    sends: { sent: (request) => renamed(request, 'X_Twilio_Signature') },
    causes: ['no-signature'],
    control: {
      config: `server {
  listen {listen};
  underscores_in_headers on;
  location / {
    proxy_pass http://{app};
  }
}`,
    },
    says: /a proxy that drops unknown headers/,
    always: true,
  },
  {
    name: 'a gateway writes the header with underscores',
    source: 'https://github.com/aptible/docker-nginx/pull/48',
    server: 'nginx',
    config: `server {
  listen {listen};
  underscores_in_headers on;
  location / {
    proxy_pass http://{app};
  }
}`,
    options,
    configured,
    sends: { sent: (request) => renamed(request, 'X_Twilio_Signature') },
    causes: ['signature-other-header'],
    control: { options: { ...options, header: 'X_Twilio_Signature' } },
  },
  {
    name: 'the signature in a header of its own',
    source: 'own',
    server: 'haproxy',
    config: haproxy(
      'http-request set-header X-Original-Twilio-Signature %[req.hdr(X-Twilio-Signature)]',
      'http-request del-header X-Twilio-Signature',
    ),
    options,
    configured,
    causes: ['signature-other-header'],
    control: { options: { ...options, header: 'X-Original-Twilio-Signature' } },
    always: true,
  },
  {
    name: 'the signature in a header of its own, and TLS ended',
    source: 'own',
    server: 'apache',
    config: `Listen {listen}
ProxyPreserveHost On
RequestHeader set X-Forwarded-Twilio-Signature "expr=%{HTTP:X-Twilio-Signature}"
RequestHeader unset X-Twilio-Signature
ProxyPass / http://{app}/`,
    configured,
    causes: ['signature-other-header', 'scheme-swapped'],
    control: { options: { ...options, header: 'X-Forwarded-Twilio-Signature' } },
  },
  {
    name: 'the signature is dropped with all headers that are not known',
    source: 'own',
    server: 'apache',
    config: `Listen {listen}
RequestHeader unset X-Twilio-Signature
ProxyPass / http://{app}/`,
    options,
    configured,
    causes: ['no-signature'],
    control: {
      config: `Listen {listen}
ProxyPass / http://{app}/`,
    },
    says: /a proxy that drops unknown headers/,
  },
  {
    name: 'the signature comes twice',
    source: 'own',
    server: 'caddy',
    config: `:{port} {
  reverse_proxy {app} {
    header_up +X-Twilio-Signature {http.request.header.X-Twilio-Signature}
  }
}`,
    options,
    configured,
    causes: ['signature-doubled'],
    control: {
      config: `:{port} {
  reverse_proxy {app}
}`,
    },
    says: /the proxy that adds the header a second time/,
  },
  {
    name: 'the signature in quotes',
    source: 'own',
    server: 'haproxy',
    config: haproxy(
      'http-request set-header X-Twilio-Signature \\"%[req.hdr(X-Twilio-Signature)]\\"',
    ),
    options,
    configured,
    causes: ['signature-quoted'],
    control: { config: haproxy() },
    says: /Pass the header on as it came/,
  },
  {
    name: 'the signature in lower case',
    source: 'own',
    server: 'varnish',
    config: `sub vcl_recv {
  set req.http.X-Twilio-Signature = std.tolower(req.http.X-Twilio-Signature);
}`,
    options,
    configured,
    causes: ['signature-case'],
    control: { config: '' },
    says: /Pass the header on as it came/,
  },
  {
    name: 'the signature is URL-encoded',
    source: 'own',
    server: 'node',
    config: passOn(({ headers }) => ({
      headers: {
        ...headers,
        'x-twilio-signature': encodeURIComponent(String(headers['x-twilio-signature'])),
      },
    })),
    options,
    configured,
    causes: ['signature-url-encoded'],
    control: { config: passOn(() => ({})) },
    says: /Pass the header on as it came/,
  },
  {
    name: 'Content-Type is replaced',
    source: 'own',
    server: 'haproxy',
    config: haproxy('http-request set-header Content-Type application/octet-stream'),
    options,
    configured,
    causes: ['content-type-changed'],
    control: { config: haproxy() },
    says: /Pass the Content-Type on as it came/,
    always: true,
  },
  {
    name: 'Content-Type is dropped',
    source: 'own',
    server: 'apache',
    config: `Listen {listen}
RequestHeader unset Content-Type
ProxyPass / http://{app}/`,
    options,
    configured,
    causes: ['content-type-changed'],
    control: {
      config: `Listen {listen}
ProxyPass / http://{app}/`,
    },
    says: /Pass the Content-Type on as it came/,
  },
  {
    name: 'Authorization is dropped, and the sender signs the userinfo',
    source: 'own',
    server: 'nginx',
    config: `server {
  listen {listen};
  location / {
    proxy_pass http://{app};
    proxy_set_header Authorization "";
  }
}`,
    options,
    configured: 'https://user:secret@example.com/voice',
    sends: { signsUserinfo: true },
    causes: ['userinfo'],
    control: { options: { publicUrl: 'https://user:secret@example.com' } },
    says: /give it as configured/,
    unknown: 'the password is not there',
  },
  {
    name: 'the request of another service',
    source: 'https://github.com/sendgrid/sendgrid-java/issues/654',
    server: 'nginx',
    config: `server {
  listen {listen};
  location / {
    proxy_pass http://{app};
  }
}`,
    options,
    configured: 'https://example.com/events',
    sends: {
      json: '[{"event":"processed"}]',
      sent: (request) =>
        withHeaders(renamed(request, 'X-Ignored'), {
          'X-Twilio-Email-Event-Webhook-Signature': `MEUCIQD${'a'.repeat(88)}=`,
          'X-Twilio-Email-Event-Webhook-Timestamp': '1700000000',
        }),
    },
    causes: ['other-service'],
    control: { sends: { json: '[{"event":"processed"}]' } },
    says: /the library of that service/,
  },
];
