// The auth token is another one, or not set as it is.
import type { Deployment } from '../deployment.js';
import { authToken } from '../sending.js';

const publicUrl = 'https://example.com';
const direct = { server: 'none', configured: 'https://example.com/voice' } as const;
const control = { options: { publicUrl, authToken } };
const another = 'fedcba9876543210fedcba9876543210';
const otherToken = 'another token leaves no trace';

export const key: readonly Deployment[] = [
  {
    ...direct,
    name: 'a subaccount signs',
    source: 'https://github.com/twilio/twilio-node/issues/693',
    options: { publicUrl },
    sends: { token: another },
    causes: ['key-or-body'],
    control: { options: { publicUrl, authToken: [authToken, another] } },
    unknown: otherToken,
    always: true,
  },
  {
    name: 'the token of the main account, behind a proxy without Host',
    source: 'https://github.com/twilio/twilio-php/issues/436',
    server: 'nginx',
    config: `server {
  listen {listen};
  location / {
    proxy_pass http://{app};
  }
}`,
    configured: 'https://example.com/voice',
    sends: { token: another },
    causes: ['key-or-body'],
    control: { options: { publicUrl, authToken: another } },
    unknown: otherToken,
  },
  {
    ...direct,
    name: 'the secret of an API key in place of the token',
    source: 'https://www.hookmetry.com/docs/twilio-signature-validation-failed',
    options: { publicUrl, authToken: 'aB3dE6gH9jK2mN5pQ8sT1vW4yZ7cF0xR' },
    causes: ['key-or-body'],
    control,
    unknown: otherToken,
  },
  {
    ...direct,
    name: 'the token that was rotated, and the new one in the environment',
    source: 'https://github.com/codeforamerica/vita-min/pull/5318',
    options: { publicUrl, authToken: another },
    env: { TWILIO_AUTH_TOKEN: authToken },
    causes: ['token-of-another'],
    control,
    says: /Give that token too/,
  },
  {
    ...direct,
    name: 'quotes of an env file',
    source: 'https://github.com/rudderlabs/rudder-server/pull/2345',
    options: { publicUrl, authToken: `"${authToken}"` },
    causes: ['token-untidy'],
    control,
    says: /Leave only the token/,
    always: true,
  },
  {
    name: 'the line end of a secret file, and TLS that ended',
    source: 'own',
    server: 'caddy',
    config: `:{port} {
  reverse_proxy {app}
}`,
    configured: 'https://example.com/voice',
    options: { authToken: `${authToken}\n` },
    causes: ['token-untidy', 'scheme-swapped'],
    control,
    says: /Leave only the token/,
  },
  {
    ...direct,
    name: 'a comment behind the token',
    source: 'own',
    options: { publicUrl, authToken: `${authToken} # main account` },
    causes: ['token-untidy'],
    control,
    says: /Leave only the token/,
  },
  {
    ...direct,
    name: 'the whole line of an env file',
    source: 'own',
    options: { publicUrl, authToken: `TWILIO_AUTH_TOKEN=${authToken}` },
    causes: ['token-untidy'],
    control,
    says: /Leave only the token/,
  },
  {
    ...direct,
    name: 'base64 of a Kubernetes secret',
    source: 'own',
    options: { publicUrl, authToken: Buffer.from(authToken).toString('base64') },
    causes: ['token-encoded'],
    control,
    says: /Decode it before it is set/,
  },
];
