import { isWebhookError, type WebhookRequest } from '@sig/core';
import { type DigestAlgorithm, digest, digestAlgorithms } from '@sig/http-auth';
import { edited } from '../generate/text.js';
import { credentials, type DigestLogin, meaning } from '../reference/digest-client.js';
import type { Source } from '../source.js';
import { holds, Mismatch, type Outcome, target } from '../target.js';

const users = { user: 'secret', 'a"b\\c, d=e': 'p:w', 'Jäsøn Doe': '€ ', 用户: 'ü' };
const usernames = Object.keys(users) as (keyof typeof users)[];

/** A login that must be accepted, and what is then changed in it. */
interface Case {
  readonly options: {
    readonly realm: string;
    readonly algorithms: readonly DigestAlgorithm[];
    readonly qop: readonly ('auth' | 'auth-int')[];
    readonly userhash: boolean;
    readonly opaque?: string;
  };
  /** Which of the challenges is answered. */
  readonly nth: number;
  readonly login: DigestLogin;
  /** The order in which the parameters are written, and which of them without quotes. */
  readonly order: readonly number[];
  readonly bare: readonly boolean[];
  /** Minutes after the challenge. */
  readonly delay: number;
  readonly change: Change;
}

interface Change {
  readonly of: 'header' | 'method' | 'target' | 'body' | 'nothing';
  /** Changes the text, whatever it is; the same way each time. */
  readonly edit: (text: string) => string;
}

/** A valid client is let in once; a changed request never. */
export const digestLogins = (makeGuard = digest) =>
  target({
    name: 'digest',
    weight: 4,
    make: login,
    check: (input: Case) => checkLogin(input, makeGuard),
  });

async function checkLogin(input: Case, makeGuard: typeof digest): Promise<Outcome> {
  const { options, login, delay, change, nth } = input;
  let time = 1_000_000;
  const guard = makeGuard({
    ...options,
    credentials: users,
    secret: 'a fuzz secret of ours',
    now: () => time,
  });
  // What was made in the millisecond in which the store began is stale.
  time += 1000;
  const { method, uri, body } = login;
  const asked = { method, target: uri, body };
  const given = await guard(requestOf(asked, undefined));
  const offered = given.ok ? [] : [given.error.headers['WWW-Authenticate'] ?? []].flat();
  const challenge = offered[nth % offered.length];
  if (challenge === undefined) throw new Mismatch('no challenge');
  const header = written(input, credentials(challenge, login));
  time += delay * 60_000;

  const forged = changed(asked, header, change);
  if (forged !== undefined) {
    const verdict = await guard(requestOf(forged, forged.header));
    holds(!verdict.ok, `a changed ${change.of} was accepted: ${forged.header}`);
    holds(
      !verdict.ok && isWebhookError(verdict.error) && verdict.error.status < 500,
      'no client error',
    );
  }
  // Refused requests must not use up what a genuine one needs.
  const verdict = await guard(requestOf(asked, header));
  if (delay >= 5) {
    holds(!verdict.ok, 'a nonce was accepted after its time');
    return 'refused';
  }
  if (!verdict.ok) throw new Mismatch(`${verdict.error.code} for a valid client: ${header}`);
  const again = await guard(requestOf(asked, header));
  holds(!again.ok, 'accepted twice');
  return 'accepted';
}

interface Asked {
  readonly method: string;
  readonly target: string;
  readonly body: Uint8Array;
}

/** The same request with something else in it; `undefined` if it says the same as before. */
function changed(
  asked: Asked,
  header: string,
  { of, edit }: Change,
): (Asked & { header: string }) | undefined {
  switch (of) {
    case 'nothing':
      return undefined;
    case 'header': {
      const other = edit(header);
      return meaning(other) === meaning(header) ? undefined : { ...asked, header: other };
    }
    case 'method':
      return asked.method === 'GET'
        ? { ...asked, method: 'POST', header }
        : { ...asked, method: 'GET', header };
    case 'target': {
      const target = `/${edit(asked.target.slice(1))}`;
      return target === asked.target ? undefined : { ...asked, target, header };
    }
    case 'body': {
      if (!/qop="?auth-int/i.test(header)) return undefined;
      const body = Buffer.from(edit(Buffer.from(asked.body).toString('latin1')), 'latin1');
      return body.equals(asked.body) ? undefined : { ...asked, body, header };
    }
  }
}

function login(source: Source): Case {
  const algorithms = source.shuffled(digestAlgorithms).slice(0, 1 + source.below(2));
  const qop = source.pick([['auth'], ['auth-int'], ['auth', 'auth-int']] as const);
  const username = source.pick(usernames);
  return {
    options: {
      realm: source.pick(['calls', 'a "b" \\c', ' , ']),
      algorithms,
      qop,
      userhash: source.oneIn(4),
      ...(source.oneIn(3) ? { opaque: source.pick(['opaque', 'a,"b']) } : {}),
    },
    nth: source.below(2),
    login: {
      username,
      password: users[username],
      method: source.pick(['GET', 'POST', 'HEAD']),
      uri: `/${source.text(2, ['a', '/', '?', 'b=c', '"', '\\', ',', '%2F', ' ', '&'])}`,
      body: Buffer.from(source.text(2, ['a', 'b', '\0', 'é'])),
      qop: source.pick(qop),
      nc: 1 + source.below(0x1000),
      cnonce: `c${source.text(2, ['a', '0', '"', '\\', ',', ' '])}`,
    },
    order: source.shuffled(Array.from({ length: 11 }, (_, i) => i)),
    bare: Array.from({ length: 11 }, () => source.oneIn(3)),
    delay: source.oneIn(8) ? 5 : 0,
    change: {
      of: source.pick(['nothing', 'header', 'header', 'method', 'target', 'body']),
      edit: editOf(source),
    },
  };
}

function editOf(source: Source): Change['edit'] {
  const choices = Array.from({ length: 3 }, () => source.below(0x10000));
  const [at = 0, how = 0, which = 0] = choices;
  const characters = ['a', '0', '"', ',', '=', ' ', '\\', '/', '?', 'F', '\0'];
  return (text) => {
    const steps = [at % (text.length + 1), which % characters.length, how % 4];
    return edited(new Steps(steps) as unknown as Source, text, characters);
  };
}

/** Hands out choices that were made before. */
class Steps {
  #at = 0;
  constructor(private readonly steps: readonly number[]) {}
  below(): number {
    return this.steps[this.#at++] ?? 0;
  }
  pick<T>(items: readonly T[]): T {
    return items[this.below()] as T;
  }
}

const unquotable = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

/** The header with its parameters in some order, quoted or not: clients differ. */
function written({ order, bare }: Case, params: Readonly<Record<string, string>>): string {
  const entries = Object.entries(params);
  const texts = order.flatMap((i) => {
    const [name, value] = entries[i] ?? [];
    if (name === undefined || value === undefined) return [];
    const quoted = !unquotable.test(value) || bare[i] !== true;
    return `${name}=${quoted ? `"${value.replace(/[\\"]/g, '\\$&')}"` : value}`;
  });
  return `Digest ${texts.join(', ')}`;
}

function requestOf(
  { method, target, body }: Asked,
  authorization: string | undefined,
): WebhookRequest {
  return {
    method,
    target,
    protocol: 'https',
    host: 'example.com',
    upgrade: false,
    header: (name) => (name === 'authorization' ? authorization : undefined),
    body: () => ({ bytes: body }),
  };
}
