import { isWebhookError, verify } from '@sig/core';
import { word } from '../generate/text.js';
import { url as randomUrl } from '../generate/url.js';
import type { Source } from '../source.js';
import { holds, target } from '../target.js';

const names = [
  'authToken',
  'signature',
  'url',
  'contentType',
  'body',
  'params',
  'authorization',
  'accountSid',
] as const;

/** `verify()` answers whatever it is given, of whatever type, and accepts nothing of it. */
export const anything = (subject: (options: never) => unknown = verify) =>
  target({
    name: 'types',
    weight: 3,
    make: options,
    check(options: unknown) {
      const verdict = subject(options as never) as { ok: unknown; error: unknown };
      holds(verdict.ok === false, 'accepted');
      holds(isWebhookError(verdict.error), 'refused without a reason');
      return 'refused';
    },
  });

function options(source: Source): unknown {
  if (source.oneIn(16)) return value(source);
  const given: Record<string, unknown> = source.oneIn(16) ? Object.create(null) : {};
  for (const name of names) {
    if (source.oneIn(4)) continue;
    const usual = usualOf(source, name);
    if (source.oneIn(3)) define(source, given, name);
    else given[name] = usual;
  }
  return given;
}

/** A value that lets the others be looked at. */
function usualOf(source: Source, name: (typeof names)[number]): unknown {
  switch (name) {
    case 'authToken':
      return source.pick(['token', ['a', 'b']]);
    case 'signature':
      return `${'A'.repeat(27)}=`;
    case 'url':
      return randomUrl(source);
    case 'contentType':
      return source.pick(['application/x-www-form-urlencoded', 'application/json']);
    case 'body':
      return source.pick([undefined, 'a=1', Buffer.from('a=1')]);
    case 'params':
      return { [word(source)]: word(source) };
    case 'authorization':
      return 'Basic dTpw';
    case 'accountSid':
      return 'AC1';
  }
}

/** A property of some type, or one that throws when it is read. */
function define(source: Source, owner: object, name: string): void {
  if (!source.oneIn(4)) {
    Object.defineProperty(owner, name, { value: value(source), enumerable: true });
    return;
  }
  const thrown = source.pick([new Error('read'), 'text', undefined, null, 0]);
  const get = () => {
    throw thrown;
  };
  Object.defineProperty(owner, name, { get, enumerable: true });
}

const fail = (): never => {
  throw new Error('touched');
};

function value(source: Source, depth = 0): unknown {
  switch (source.below(depth > 3 ? 16 : 22)) {
    case 0:
      return undefined;
    case 1:
      return null;
    case 2:
      return source.pick([true, false, 0, -0, 1, Number.NaN, Number.POSITIVE_INFINITY, 1n]);
    case 3:
      return word(source);
    case 4:
      return Symbol(word(source));
    case 5:
      return () => word(source);
    case 6:
      return new Proxy(
        {},
        {
          get: fail,
          has: fail,
          ownKeys: fail,
          getOwnPropertyDescriptor: fail,
          getPrototypeOf: fail,
        },
      );
    case 7: {
      const { proxy, revoke } = Proxy.revocable([], {});
      revoke();
      return proxy;
    }
    case 8:
      return { [Symbol.iterator]: fail };
    case 9:
      return { [Symbol.iterator]: () => ({ next: fail }) };
    case 10:
      return { [Symbol.toPrimitive]: fail, toString: fail, valueOf: fail };
    case 11:
      return new Uint8Array(source.below(4));
    case 12:
      return source.pick([
        new Uint16Array(2),
        new DataView(new ArrayBuffer(2)),
        new ArrayBuffer(2),
        new Date(Number.NaN),
      ]);
    case 13:
      return source.pick([
        /x/g,
        new Map([['a', 'b']]),
        new Set(['a']),
        new URLSearchParams('a=1'),
        new Error('x'),
      ]);
    case 14:
      return new String(word(source));
    case 15:
      return Promise.resolve('a');
    case 16:
    case 17:
      return source.list(2, () => value(source, depth + 1));
    case 18:
      return source.list(1, () => [word(source), value(source, depth + 1)]);
    default: {
      const object: object = source.oneIn(4) ? Object.create(null) : {};
      for (const name of source.list(1, () => word(source))) {
        const own = value(source, depth + 1);
        Object.defineProperty(object, name, { value: own, enumerable: true, configurable: true });
      }
      return source.oneIn(4) ? Object.freeze(object) : object;
    }
  }
}
