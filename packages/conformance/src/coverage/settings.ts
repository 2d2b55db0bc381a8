import type { WebhookOptions } from '@sig/core';

/** The key that signs in every generated request. */
export const authToken = 'the token of the coverage tests';

/** One way in which a sender is configured to reach a server, and how its requests arrive there. */
export interface Site {
  /** What the sender signs before the request target: the origin, with a path that a proxy strips. */
  readonly signed: string;
  readonly host: string;
  /** What a proxy adds on the way. */
  readonly forwarded?: readonly (readonly [name: string, value: string])[];
  /** The whole target that arrives, if the sender was configured with exactly `signed`. */
  readonly target?: string;
}

/** A server of the coverage tests: how it is set up, and how a sender reaches it. */
export interface CoverageSetting {
  readonly name: string;
  readonly options: WebhookOptions;
  readonly trustProxy?: boolean;
  /** A path under which the routes are mounted, such as `/api/hooks`. */
  readonly mount?: string;
  /** The usual body parsers: before `webhook()`, before it and keeping the raw bytes, or after it. */
  readonly parsers?: 'before' | 'before-raw' | 'after';
  /** Whether something records the raw body before `webhook()`, and lets the request pass at once. */
  readonly recorder?: boolean;
  readonly sites: readonly Site[];
}

const plain: Site[] = [
  { signed: 'http://phone.example', host: 'phone.example' },
  { signed: 'http://phone.example:80', host: 'phone.example' },
  { signed: 'http://phone.example', host: 'phone.example:8080' },
  { signed: 'http://phone.example:8080', host: 'phone.example:8080' },
  { signed: 'http://PHONE.example', host: 'PHONE.example' },
  { signed: 'http://[2001:db8::1]:8080', host: '[2001:db8::1]:8080' },
];

const forwarded = (...values: [proto: string, host?: string]) => {
  const [proto, host] = values;
  return [
    ['X-Forwarded-Proto', proto],
    ...(host === undefined ? [] : [['X-Forwarded-Host', host]]),
    ['X-Forwarded-For', '203.0.113.7'],
  ] as [string, string][];
};

const proxied: Site[] = [
  ...plain,
  {
    signed: 'https://phone.example',
    host: '10.0.0.1:3000',
    forwarded: forwarded('https', 'phone.example'),
  },
  { signed: 'https://phone.example:443', host: 'phone.example', forwarded: forwarded('https') },
  { signed: 'http://phone.example', host: 'phone.example', forwarded: forwarded('http') },
];

const configured = 'https://phone.example/hook/acme/voice?q=it%27s%20(x)&lang=de';

/** The settings that every adapter is tested in. Adding one is adding a row. */
export const coverageSettings: readonly CoverageSetting[] = [
  { name: 'default', options: { authToken }, sites: plain },
  { name: 'mounted', options: { authToken }, mount: '/api/hooks', sites: plain },
  { name: 'parsers before', options: { authToken }, parsers: 'before', sites: plain },
  {
    name: 'parsers before, raw bytes kept',
    options: { authToken },
    parsers: 'before-raw',
    sites: plain,
  },
  { name: 'parsers after', options: { authToken }, parsers: 'after', sites: plain },
  {
    name: 'a recorder before, parsers after',
    options: { authToken },
    recorder: true,
    parsers: 'after',
    sites: plain,
  },
  { name: 'behind a proxy', options: { authToken }, trustProxy: true, sites: proxied },
  {
    name: 'publicUrl',
    options: { authToken, publicUrl: 'https://public.example/prefix' },
    sites: [{ signed: 'https://public.example/prefix', host: 'internal:3000' }],
  },
  {
    name: 'publicUrl function',
    options: { authToken, publicUrl: (request) => `https://${request.header('x-tenant')}.example` },
    sites: ['one', 'two'].map((tenant) => ({
      signed: `https://${tenant}.example`,
      host: 'internal:3000',
      forwarded: [['X-Tenant', tenant]],
    })),
  },
  {
    name: 'configuredUrl',
    options: { authToken, configuredUrl: [configured, 'https://phone.example/voice'] },
    sites: [
      {
        signed: configured,
        host: 'internal:3000',
        target: '/hook/acme/voice?q=it%27s+%28x%29&lang=de',
      },
      { signed: configured, host: 'internal', target: "/hook/acme/voice?q=it's%20(x)&lang=de" },
      { signed: 'https://phone.example/voice', host: 'internal', target: '/voice' },
    ],
  },
];

/** The same setting with all its routes, and what is configured for them, below a path. */
export function mountedAt(setting: CoverageSetting, mount: string): CoverageSetting {
  if (mount === '') return setting;
  const below = (url: string) => url.replace(/^(https?:\/\/[^/]+)/, `$1${mount}`);
  const { configuredUrl } = setting.options;
  const options: WebhookOptions =
    configuredUrl === undefined
      ? setting.options
      : { ...setting.options, configuredUrl: [configuredUrl].flat().map(below) };
  const sites = setting.sites.map((site) =>
    site.target === undefined
      ? site
      : { ...site, signed: below(site.signed), target: mount + site.target },
  );
  return { ...setting, options, mount: mount + (setting.mount ?? ''), sites };
}
