// Servers with one defect each, for the doctor to find. They verify by hand, as servers without sig do.
import type { IncomingMessage, RequestListener } from 'node:http';
import { sign, verify } from '@sig/core';
import { incomingRequest } from '@sig/core/node';
import { digest } from '@sig/http-auth';
import { forgeries } from '../src/doctor/forgeries/index.js';

export const authToken = 'the auth token of the patient';

interface Seen {
  readonly req: IncomingMessage;
  readonly url: string;
  readonly signature: string | undefined;
  readonly type: string;
  readonly body: string;
}

/** What a server answers to a request; good ones 200 and 403. */
type Verifier = (seen: Seen) => number | Promise<number>;

const limit = 1024 * 1024;

/** A server around a verifier. `limited` ones refuse large bodies. */
export function serverOf(verifier: Verifier, { limited = true } = {}): RequestListener {
  return async (req, res) => {
    let body = '';
    try {
      for await (const chunk of req) {
        body += chunk;
        if (limited && body.length > limit) return void res.writeHead(413).end();
      }
    } catch {
      // The doctor went away in the middle, as it does with slow bodies.
      return;
    }
    const signature = req.headers['x-twilio-signature']?.toString();
    const type = req.headers['content-type'] ?? '';
    const scheme = 'encrypted' in req.socket ? 'https' : 'http';
    const url = `${scheme}://${req.headers.host}${req.url}`;
    const status = await verifier({ req, url, signature, type, body });
    res.writeHead(status).end();
  };
}

/** Verifies as it should be. */
const good = ({ url, signature, type, body }: Seen): boolean =>
  verify({ authToken, signature, url, contentType: type, body }).ok;
/** A server without a defect. */
export const goodServer = (): RequestListener => serverOf((seen) => yes(good(seen)));

const yes = (accepted: boolean) => (accepted ? 200 : 403);
const isForm = ({ type }: Seen) => type.startsWith('application/x-www-form-urlencoded');
const pairsOf = ({ body }: Seen) => [...new URLSearchParams(body)];
const expected = (url: string, params: [string, string][]) =>
  sign({ authToken, url, params }).signature;

const replayable = digest({
  realm: 'r',
  credentials: { user: 'secret' },
  // It remembers nothing.
  store: { use: () => true },
});

/** The checks that a server fails which looks at no signature. */
const everyForgery = forgeries
  .filter(({ kinds }) => kinds === undefined || kinds.includes('form'))
  .filter(({ keys }) => keys === undefined || keys.includes('auth-token'))
  .map(({ check }) => check);

/** Servers by their defect: the checks that must find it, and nothing else. */
export const brokenServers: Record<
  string,
  { finds: string[]; grade: string; listener: () => RequestListener; userinfo?: string }
> = {
  'accepts everything': {
    // Other spellings of the same, and what only the sender can make, are worth advice alone.
    finds: everyForgery.filter((check) => !/-respelled$|^key-confusion$/.test(check)),
    grade: 'F',
    listener: () => serverOf(() => 200),
  },
  'refuses everything': { finds: ['genuine'], grade: 'D', listener: () => serverOf(() => 403) },
  'answers every request with 500': {
    finds: ['genuine', ...everyForgery],
    grade: 'D',
    listener: () => serverOf(() => 500),
  },
  'skips what has no signature': {
    finds: [
      'no-signature',
      'looks-genuine',
      'unsigned-hash',
      'unsigned-get',
      'unsigned-head',
      'path-unverified',
    ],
    grade: 'F',
    listener: () => serverOf((seen) => (seen.signature ? yes(good(seen)) : 200)),
  },
  'looks at no parameter': {
    finds: [
      'param-changed',
      'value-case',
      'name-case',
      'param-added',
      'nested-param',
      'param-removed',
      'param-repeated',
    ],
    grade: 'F',
    listener: () => {
      // Whatever was signed for this URL once is good for any form.
      const known = new Set<string>();
      return serverOf((seen) => {
        if (good(seen)) known.add(`${seen.url} ${seen.signature}`);
        return yes(isForm(seen) ? known.has(`${seen.url} ${seen.signature}`) : good(seen));
      });
    },
  },
  'knows only the parameters that it knows': {
    finds: ['param-added'],
    grade: 'F',
    listener: () =>
      serverOf((seen) => {
        if (!isForm(seen)) return yes(good(seen));
        const body = new URLSearchParams(
          pairsOf(seen).filter(([name]) => !['Admin', 'Zone'].includes(name)),
        ).toString();
        return yes(good({ ...seen, body }));
      }),
  },
  'leaves the query out': {
    finds: ['query-changed'],
    grade: 'F',
    listener: () => serverOf((seen) => yes(good({ ...seen, url: seen.url.replace(/\?.*/, '') }))),
  },
  'takes a body that is no form for none': {
    finds: ['get-signature-on-post'],
    grade: 'F',
    listener: () =>
      serverOf((seen) => yes(good(isForm(seen) ? seen : { ...seen, body: '', type: '' }))),
  },
  // The one that it takes is genuine: nothing forged gets in.
  'takes the last of several signatures': {
    finds: ['duplicate-signature'],
    grade: 'B',
    listener: () =>
      serverOf((seen) => yes(good({ ...seen, signature: seen.signature?.split(', ').at(-1) }))),
  },
  'compares signatures in any case': {
    finds: ['case-changed-signature'],
    grade: 'F',
    listener: () =>
      serverOf((seen) => {
        if (!isForm(seen)) return yes(good(seen));
        return yes(
          expected(seen.url, pairsOf(seen)).toLowerCase() === seen.signature?.toLowerCase(),
        );
      }),
  },
  'breaks on a wrong signature': {
    finds: everyForgery,
    grade: 'C',
    listener: () => serverOf((seen) => (good(seen) ? 200 : 500)),
  },
  'breaks on a large body': {
    finds: ['oversized-body'],
    grade: 'C',
    listener: () =>
      serverOf((seen) => (seen.body.length > limit ? 500 : yes(good(seen))), { limited: false }),
  },
  'takes a large body without a look': {
    finds: ['oversized-body'],
    grade: 'F',
    listener: () =>
      serverOf((seen) => (seen.body.length > limit ? 200 : yes(good(seen))), { limited: false }),
  },
  'serves one request at a time': {
    finds: ['slow-body'],
    grade: 'C',
    listener: () => {
      const inner = serverOf((seen) => yes(good(seen)));
      let last = Promise.resolve();
      return (req, res) => {
        last = last.then(async () => {
          inner(req, res);
          await new Promise((resolve) => res.on('close', resolve));
        });
      };
    },
  },
  'asks for no password': {
    finds: ['challenge'],
    grade: 'F',
    userinfo: 'user:secret@',
    listener: () => serverOf((seen) => yes(good(seen))),
  },
  'takes any password': {
    finds: ['wrong-password'],
    grade: 'F',
    userinfo: 'user:secret@',
    listener: () => {
      const inner = serverOf((seen) => yes(good(seen)));
      return (req, res) => {
        if (req.headers.authorization !== undefined) return inner(req, res);
        res.writeHead(401, { 'WWW-Authenticate': 'Basic realm="r"' }).end();
      };
    },
  },
  'takes a Digest answer again': {
    finds: ['digest-replay'],
    grade: 'F',
    userinfo: 'user:secret@',
    listener: () => {
      const inner = serverOf((seen) => yes(good(seen)));
      return async (req, res) => {
        const verdict = await replayable(incomingRequest(req, { bodyLimit: limit }));
        if (verdict.ok) return inner(req, res);
        req.resume();
        for (const [name, value] of Object.entries(verdict.error.headers))
          res.setHeader(name, value);
        res.writeHead(verdict.error.status).end();
      };
    },
  },
};
