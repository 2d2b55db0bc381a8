import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** Who may use the server of the page. */
export interface Admission {
  readonly port: number;
  /** Whoever has the printed address has it. */
  readonly secret: string;
}

/** Why a request is turned away. */
export interface Refusal {
  readonly status: 400 | 401 | 403 | 405 | 421;
  readonly message: string;
}

interface Rule {
  readonly refusal: Refusal;
  readonly admits: (req: IncomingMessage, admission: Admission) => boolean;
}

/** What everything must keep to, the page without any data included. */
const rules: readonly Rule[] = [
  {
    // A name that a DNS server of an attacker has pointed at this machine (DNS rebinding) is another one.
    refusal: { status: 421, message: 'This is not the address of the page.' },
    admits: ({ headers, rawHeaders }, { port }) =>
      ownHosts(port).includes(headers.host ?? '') &&
      rawHeaders.filter((name, i) => i % 2 === 0 && /^host$/i.test(name)).length === 1,
  },
  {
    // Browsers say which page asks.
    refusal: { status: 403, message: 'Another page asks.' },
    admits: ({ headers }, { port }) =>
      headers.origin === undefined ||
      ownHosts(port).some((host) => headers.origin === `http://${host}`),
  },
  {
    // Links to the page are followed from anywhere; its data is for itself.
    refusal: { status: 403, message: 'Another page asks.' },
    admits: ({ headers, url = '' }) =>
      ['same-origin', 'none', undefined].includes(headers['sec-fetch-site'] as string) ||
      (headers['sec-fetch-mode'] === 'navigate' && !isData(url)),
  },
  {
    refusal: { status: 400, message: 'The path is not one of the page.' },
    admits: ({ url = '' }) => /^\/(?!\/)[\w/.?=&,-]*$/.test(url),
  },
  {
    refusal: { status: 405, message: 'GET or POST.' },
    admits: ({ method, url = '' }) => method === 'GET' || (method === 'POST' && isData(url)),
  },
  {
    // In a header, which no form and no link of another page can set.
    refusal: { status: 401, message: 'Open the address that sig listen has printed.' },
    admits: ({ headers, url = '' }, { secret }) =>
      !isData(url) || isSame(headers.authorization ?? '', `Bearer ${secret}`),
  },
];

/** Why a request is turned away; `undefined` if it is not. */
export function refusalOf(req: IncomingMessage, admission: Admission): Refusal | undefined {
  return rules.find(({ admits }) => !admits(req, admission))?.refusal;
}

/** The headers of every response. Nothing is loaded from anywhere else, and nothing is kept. */
export const safeHeaders = {
  'Content-Security-Policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=()',
  'Cache-Control': 'no-store',
} as const;

function isData(url: string): boolean {
  return url.startsWith('/api/');
}

function ownHosts(port: number): string[] {
  return [`127.0.0.1:${port}`, `localhost:${port}`];
}

/** In a time that says nothing of where they differ. */
function isSame(given: string, wanted: string): boolean {
  const [a, b] = [given, wanted].map((text) => createHash('sha256').update(text).digest());
  return timingSafeEqual(a as Buffer, b as Buffer);
}
