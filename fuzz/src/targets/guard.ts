import { signatureGuard, type WebhookRequest } from '@sig/core';
import { edited } from '../generate/text.js';
import { url as randomUrl, urlCharacters } from '../generate/url.js';
import { formPairs } from '../reference/form.js';
import { signatureOf } from '../reference/scheme.js';
import { candidates, cut } from '../reference/url.js';
import type { Source } from '../source.js';
import { holds, same, target } from '../target.js';

const authToken = 'token';

interface Rule {
  readonly from: string;
  readonly to: string;
}

/** A request without a body, what is configured, and the URL that was signed for it. */
interface Case {
  readonly options: {
    readonly publicUrl: string;
    readonly configuredUrl?: readonly string[];
    readonly rewrite?: readonly Rule[];
  };
  readonly target: string;
  readonly alternates: readonly string[];
  readonly upgrade: boolean;
  readonly signed: string;
}

/**
 * The signature guard accepts a URL other than the one it sees only if it is configured and says the same, or
 * is an alternate of the adapter; and always the one it sees.
 */
export const signatureGuards = (makeGuard = signatureGuard) =>
  target({
    name: 'guard',
    weight: 3,
    make: request,
    async check(input: Case) {
      const { options, alternates, signed } = input;
      const verdict = await makeGuard({ ...options, authToken })(requestOf(input));
      const own = candidates(ownUrl(input, input.target));
      if (!verdict.ok) {
        holds(!own.has(signed), `${verdict.error.code}, although the URL that is seen was signed`);
        return 'refused';
      }
      same(verdict.url, signed, 'URL');
      holds(
        verdict.target === input.target || alternates.includes(verdict.target),
        `an unknown target: ${verdict.target}`,
      );
      // What the guard says was signed is what was signed.
      const from = [ownUrl(input, verdict.target)];
      if (verdict.target === input.target) from.push(...sayingTheSame(input));
      holds(
        from.some((url) => candidates(url).has(signed)),
        'the URL that was signed says something else',
      );
      return 'accepted';
    },
  });

/** The URL of a target, from the options. */
function ownUrl({ options, upgrade }: Case, target: string): string {
  const { publicUrl, rewrite = [] } = options;
  const rule = rewrite.find(({ to }) => {
    const prefix = to.replace(/\/$/, '');
    return target === prefix || target.startsWith(`${prefix}/`) || target.startsWith(`${prefix}?`);
  });
  const path =
    rule === undefined
      ? target
      : rule.from.replace(/\/$/, '') + target.slice(rule.to.replace(/\/$/, '').length);
  return asUpgrade(publicUrl.replace(/\/$/, '') + path, upgrade);
}

function asUpgrade(url: string, upgrade: boolean): string {
  return upgrade ? url.replace(/^http/i, 'ws') : url;
}

/** The configured URLs from which a handler would read what it reads from this one. */
function sayingTheSame(input: Case): string[] {
  const { options, upgrade } = input;
  const seen = cut(ownUrl(input, input.target));
  return (options.configuredUrl ?? [])
    .map((url) => asUpgrade(url, upgrade))
    .filter((url) => {
      const parts = cut(url);
      const webSocket = /^wss?:/i.test(url);
      return webSocket === upgrade && reading(parts) === reading(seen);
    });
}

/** Path and query, unescaped. */
function reading(parts: ReturnType<typeof cut>): string {
  const { path = '', query = '' } = parts ?? {};
  const segments = (path === '' ? '/' : path).split('/').map((segment) => {
    try {
      return ['decoded', decodeURIComponent(segment)];
    } catch {
      return ['raw', segment];
    }
  });
  return JSON.stringify([segments, formPairs(Buffer.from(query.slice(1)))]);
}

const publicUrls = ['https://example.com', 'http://a:8080/prefix', 'https://example.com/'];
const targetPieces = [
  'a',
  '/',
  '?',
  'b=c',
  '&',
  '%41',
  '+',
  '%20',
  '%2F',
  '%',
  '%3F',
  "'",
  '=',
  '%26',
];

function request(source: Source): Case {
  const publicUrl = source.pick(publicUrls);
  const seen = `/${source.text(3, targetPieces)}`;
  const upgrade = source.oneIn(4);
  const configuredUrl = source.list(1, () => configured(source, seen));
  const rewrite = source.oneIn(3) ? [rule(source)] : [];
  const alternates = source.list(1, () => `/${source.text(3, targetPieces)}`);
  const options = {
    publicUrl,
    ...(configuredUrl.length > 0 ? { configuredUrl } : {}),
    ...(rewrite.length > 0 ? { rewrite } : {}),
  };
  const unsigned = { options, target: seen, alternates, upgrade, signed: '' };
  const bases = [seen, ...alternates].map((one) => ownUrl(unsigned, one));
  const base = source.pick([...bases, ...configuredUrl.map((url) => asUpgrade(url, upgrade))]);
  const one = source.below(2) === 0 ? base : source.pick([...candidates(base)]);
  const signed = source.oneIn(4) ? edited(source, one, urlCharacters) : one;
  return { ...unsigned, signed };
}

function rule(source: Source): Rule {
  const paths = ['/', '/a', '/a/', '/b=c'];
  return { from: source.pick(['/hooks', '/', '/x/y/']), to: source.pick(paths) };
}

/** A URL that may say what the target says, in other words. */
function configured(source: Source, seen: string): string {
  const path = source.oneIn(3) ? edited(source, seen, ['a', '/', '=', '&', '%', '?']) : seen;
  const escaped = path.replace(/[a-c]/g, (letter) =>
    source.oneIn(4) ? `%${letter.charCodeAt(0).toString(16)}` : letter,
  );
  const origin = source.pick(['https://other.example', 'wss://other.example:1', 'http://u:p@c']);
  const url = origin + (source.below(2) === 0 ? escaped : escaped.replaceAll('%20', '+'));
  const other = source.oneIn(16) ? randomUrl(source).replace(/\s/g, '') : '';
  return /^\w+:\/\/[^/?#]/.test(other) ? other : url;
}

function requestOf({ target, alternates, upgrade, signed }: Case): WebhookRequest {
  const given = signatureOf(authToken, signed);
  return {
    method: 'GET',
    target,
    ...(alternates.length > 0 && { alternateTargets: () => alternates }),
    protocol: 'http',
    host: 'internal',
    upgrade,
    header: (name) => (name === 'x-twilio-signature' ? given : undefined),
    body: () => ({ bytes: new Uint8Array(0) }),
  };
}
