// What Next.js itself makes of a request before a handler sees it, per version and router. Not of sig: the
// coverage tests hold sig against these rules, and a request that they do not name has to be accepted.
import type { CoverageSetting, Generated, TargetReading } from '@sig/conformance/coverage';
import type { CoverageRouter, routes } from './coverage-project.js';
import type { NextVersion } from './project.js';

type Pair = readonly [name: string, value: string];
type Params = Readonly<Record<string, string | readonly string[]>>;

/** One version of Next.js with one of its routers. */
export class NextRules {
  readonly #version: NextVersion;
  readonly #app: boolean;
  readonly #edge: boolean;

  constructor(version: NextVersion, router: CoverageRouter) {
    this.#version = version;
    this.#app = router.startsWith('App');
    this.#edge = router.endsWith('Edge');
  }

  /** Whether handlers see a query that was parsed and printed again. */
  get #reprints(): boolean {
    return this.#edge || this.#version === 'next-15' || this.#version === 'next-16';
  }

  /** All that a handler can read of a target. */
  shows(setting: CoverageSetting, target: string): TargetReading[] {
    const shown = this.#shows(setting, target);
    if (this.#version !== 'next-15-0' || !this.#app || this.#edge) return [shown];
    // It shows a query as it came, but nothing tells 15.0 from later versions: there, a query that is printed as
    // Next.js prints it may have been any spelling of the same names and values.
    const [path, query] = split(target);
    return [shown, { ...shown, target: path + printed([...new URLSearchParams(query)]) }];
  }

  #shows({ mount = '' }: CoverageSetting, target: string): TargetReading {
    const [path, query] = split(target);
    const { route, params } = routed(normalized(path).slice(mount.length));
    const pairs = [...new URLSearchParams(query)];
    if (!this.#app && !this.#edge) return this.#apiShows(target, pairs, route, params);
    const read = this.#edge ? withParams(grouped(pairs), params) : this.#grouped(pairs);
    const shown = this.#reprints ? path + printed(read) : this.#ofUrl(target);
    return { target: shown, path, query: read, route, params: this.#app ? params : {} };
  }

  #grouped(pairs: readonly Pair[]): readonly Pair[] {
    return this.#reprints ? grouped(pairs) : pairs;
  }

  /** `URL` prints no "?" with nothing behind it. */
  #ofUrl(target: string): string {
    return target.replace(/\?$/, '');
  }

  /** `req.query` has the params of the route in place of parameters with their names. */
  #apiShows(target: string, all: readonly Pair[], route: string, params: Params): TargetReading {
    const [path] = split(target);
    const isTakenOut = (name: string) =>
      this.#reprints && (/^nxt[PI]./.test(name) || name === '__proto__');
    const pairs = all.filter(([name]) => !isTakenOut(name));
    const query = new Map<string, unknown>();
    for (const name of new Set(pairs.map(([one]) => one))) {
      const values: unknown[] = pairs.filter(([one]) => one === name).map(([, value]) => value);
      // 16 collects values in an object that has what all objects have; in JSON, functions are null.
      if (this.#version === 'next-16' && name in {}) values.unshift(null);
      query.set(name, values.length === 1 ? values[0] : values);
    }
    for (const [name, value] of Object.entries(params)) query.set(name, value);
    const left = pairs.filter(([name]) => !Object.hasOwn(params, name));
    return {
      target: this.#reprints ? path + printed(grouped(left)) : target,
      path,
      query: [...query].sort(([a], [b]) => (a < b ? -1 : 1)),
      route,
      params: {},
    };
  }

  /** Why Next.js keeps a genuine request from a handler, or shows too little of it; `undefined` if not. */
  refuses({ mount = '', options }: CoverageSetting, request: Generated): string | undefined {
    const [path, query] = split(request.signedTarget);
    if (/^http/i.test(request.target)) return 'It redirects targets in absolute form (308).';
    if (path.endsWith('/')) return 'It redirects a slash at the end away (308).';
    if (path.includes('//')) return 'It redirects double slashes away (308).';
    if (normalized(path) !== path && (this.#app || this.#reprints)) {
      return 'It resolves dot segments, and hands on the path that results.';
    }
    const proto = /^x-forwarded-proto: *(.*?)\r$/im.exec(String(request.packets.join('')))?.[1];
    const { publicUrl, configuredUrl } = options;
    const byHeaders = publicUrl === undefined && configuredUrl === undefined;
    if (byHeaders && this.#version === 'next-14-0' && proto === 'http') {
      return '14.0 takes `X-Forwarded-Proto: http` for https.';
    }
    if (this.#app && query.includes("'") && query.includes('%27')) {
      return 'Its `URL` escapes apostrophes, so a mixture of both spellings is lost.';
    }
    if (!this.#reprints || (!this.#app && !this.#edge)) return undefined;
    return this.#losesQuery(query, routed(path.slice(mount.length)).params);
  }

  #losesQuery(query: string, params: Params): string | undefined {
    const pairs = [...new URLSearchParams(query)];
    const has = (isSuch: (name: string) => boolean) => pairs.some(([name]) => isSuch(name));
    if (has((name) => /^nxt[PI]./.test(name))) return 'It takes names out that are for itself.';
    if (this.#edge && has((name) => Object.hasOwn(params, name))) {
      return 'In the Edge runtime, params of the route take the place of what has their names.';
    }
    if (!this.#edge && has((name) => name === '__proto__')) return 'It drops `__proto__`.';
    if (
      this.#edge &&
      this.#collectsInObjects &&
      has((name) => name in {} && name !== '__proto__')
    ) {
      return 'It adds what objects inherit under that name.';
    }
    const prototypes = pairs.filter(([name]) => name === '__proto__');
    if (this.#edge && this.#version === 'next-16' && prototypes.length > 1) {
      return 'In the Edge runtime, 16 keeps the last `__proto__` only.';
    }
    if (!isLikely(query, pairs)) return 'It prints queries anew, and this is no likely original.';
    return undefined;
  }

  get #collectsInObjects(): boolean {
    return this.#version === 'next-15' || this.#version === 'next-16';
  }
}

function split(target: string): [path: string, query: string] {
  const at = target.indexOf('?');
  return at < 0 ? [target, ''] : [target.slice(0, at), target.slice(at)];
}

function normalized(path: string): string {
  return new URL(`http://x${path}`).pathname;
}

/** The values of a name side by side. */
function grouped(pairs: readonly Pair[]): Pair[] {
  const names = [...new Set(pairs.map(([name]) => name))];
  return names.flatMap((name) => pairs.filter(([one]) => one === name));
}

/** The Edge runtime adds the params of the route, after what came. */
function withParams(pairs: readonly Pair[], params: Params): Pair[] {
  const added = Object.entries(params).flatMap(([name, values]) =>
    [values].flat().map((value): Pair => [name, value]),
  );
  return [...pairs.filter(([name]) => !Object.hasOwn(params, name)), ...added];
}

function printed(pairs: readonly Pair[]): string {
  const text = String(new URLSearchParams(pairs.map(([...pair]) => pair)));
  return text === '' ? '' : `?${text}`;
}

/** How senders write: which ASCII stays as it is, in names and in values, and how a space is written. */
const styles = [
  { name: /[\w.*-]/, value: /[\w.*-]/, space: '+' },
  { name: /[\w.*\-!~'()]/, value: /[\w.*\-!~'()]/, space: '%20' },
  { name: /[\w.*\-!~'()$,/:;?@]/, value: /[\w.*\-!~'()$,/:;?@]/, space: '%20' },
  { name: /[\w.*\-!~'()$,/:;?@]/, value: /[\w.*\-!~'()$,/:;?@=]/, space: '%20' },
  {
    name: /[\w.*\-!~'()$,/:;?@"<>[\]\\^`{|}]/,
    value: /[\w.*\-!~'()$,/:;?@"<>[\]\\^`{|}=]/,
    space: '%20',
  },
];

/** What the README names: all in one style, values of a name together, all of no value bare or none. */
function isLikely(query: string, pairs: readonly Pair[]): boolean {
  if (pairs.length === 0) return query === '' || query === '?';
  const together = JSON.stringify(grouped(pairs)) === JSON.stringify(pairs);
  const written = styles.flatMap(({ name, value, space }) =>
    ['=', ''].map((bare) => {
      const texts = pairs.map(
        ([key, one]) =>
          write(key, name, space) + (one === '' ? bare : `=${write(one, value, space)}`),
      );
      return `?${texts.join('&')}`;
    }),
  );
  return (
    together && written.some((text) => text === query || text.replaceAll("'", '%27') === query)
  );
}

function write(text: string, kept: RegExp, space: string): string {
  const bytes = [...Buffer.from(text)].map((byte) => {
    const char = String.fromCharCode(byte);
    if (char === ' ') return space;
    if (byte < 0x80 && kept.test(char)) return char;
    return `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  });
  return bytes.join('');
}

/** The route that has a path, below the mount, and what the path gives it. */
function routed(path: string): { route: (typeof routes)[number]; params: Params } {
  if (path === '/voice') return { route: 'voice', params: {} };
  const tenant = /^\/(?:hook\/)?([^/]+)\/voice$/.exec(path)?.[1];
  if (tenant !== undefined) {
    const route = path.startsWith('/hook/') ? 'hook/[tenant]/voice' : '[tenant]/voice';
    return { route, params: { tenant: decodeURIComponent(tenant) } };
  }
  const segments = path.split('/').slice(1);
  const params: Params = path === '' ? {} : { path: segments.map(decodeURIComponent) };
  return { route: '[[...path]]', params };
}
