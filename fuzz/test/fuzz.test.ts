// The fuzzer finds what is broken: every target is run with a subject that has a defect.
import { signatureGuard, verify } from '@sig/core';
import { isForm } from '@sig/core/adapter';
import { explain } from '@sig/core/explain';
import { createVerifier } from '@sig/core/fetch';
import { digest, parseBasic, parseChallenges } from '@sig/http-auth';
import { describe, expect, it, vi } from 'vitest';
import { parseForm } from '../../packages/core/src/scheme/parse-form.js';
import { requestUrl } from '../../packages/core/src/webhook/request-url.js';
import { parseAuthParams } from '../../packages/http-auth/src/header/auth-params.js';
import { runTarget } from '../src/run.js';
import { Source } from '../src/source.js';
import { holds, type Target, target } from '../src/target.js';
import { contentType } from '../src/targets/content-type.js';
import { digestLogins } from '../src/targets/digest.js';
import { explanations } from '../src/targets/explain.js';
import { fetchRequests } from '../src/targets/fetch.js';
import { form } from '../src/targets/form.js';
import { signatureGuards } from '../src/targets/guard.js';
import {
  basicCredentials,
  challengeHeaders,
  credentialParams,
  extValues,
} from '../src/targets/headers.js';
import { targets } from '../src/targets/index.js';
import { linear } from '../src/targets/linear.js';
import { anything } from '../src/targets/types.js';
import { hosts, urls } from '../src/targets/url.js';
import { verifying } from '../src/targets/verify.js';

// As in the threads of the fuzzer: nothing is explained on the console.
vi.hoisted(() => vi.stubEnv('NODE_ENV', 'production'));

const run = (one: Target, limit: number, seed = 1) =>
  runTarget(one, { seed, limit, maxFailures: 1, goesOn: () => true });

const formBytes = (bytes: Uint8Array) => Buffer.from(bytes);
const digestWith =
  (change: Partial<Parameters<typeof digest>[0]>): typeof digest =>
  (options) =>
    digest({ ...options, ...change });

describe('a defect is found:', () => {
  it.each<[defect: string, target: Target]>([
    [
      'verify() takes any case of a URL',
      verifying((o) => verify({ ...o, url: o.url.toLowerCase() })),
    ],
    ['verify() takes any account', verifying(({ accountSid: _, ...others }) => verify(others))],
    [
      'verify() tries the first token only',
      verifying((o) => verify({ ...o, authToken: [o.authToken].flat()[0] ?? '' })),
    ],
    ['verify() throws for what has no JSON', anything((o) => [JSON.stringify(o), verify(o)][1])],
    [
      'a form is trimmed',
      form((bytes) => parseForm(formBytes(bytes)).map(([n, v]) => [n, v.trim()])),
    ],
    [
      'a form ends at a zero byte',
      form((bytes) => parseForm(bytes.subarray(0, bytes.indexOf(0) >>> 0))),
    ],
    ['a type may go on after a comma', contentType((type) => isForm(String(type).split(',')[0]))],
    ['a candidate is missing', urls((url) => [url])],
    [
      'any host is taken',
      hosts((r, o) => requestUrl({ ...r, host: 'a' }, o)?.replace('//a', `//${r.host}`)),
    ],
    ['any scheme is taken', hosts((r, o) => requestUrl({ ...r, protocol: 'https' }, o))],
    [
      'a public URL is not the one that is configured',
      signatureGuards((options) =>
        signatureGuard({ ...options, publicUrl: 'https://other.example' }),
      ),
    ],
    [
      'any target is an alternate',
      signatureGuards((options) => {
        const guard = signatureGuard(options);
        return (request) => guard({ ...request, alternateTargets: () => ['/', '/a'] });
      }),
    ],
    [
      'a body is not read',
      fetchRequests((r, o) => createVerifier(o).verify(new Request(r.url, { headers: r.headers }))),
    ],
    [
      'a handler gets the request that came',
      fetchRequests(async (request, options) => {
        const came = request.clone();
        const verdict = await createVerifier(options).verify(request);
        return verdict.ok ? { ...verdict, request: came } : verdict;
      }),
    ],
    [
      'the last of repeated parameters counts',
      credentialParams((text) => parseAuthParams(text.replace(/^a=[^,]*,/i, ''))),
    ],
    ['a second header is not read', challengeHeaders(([first = '']) => parseChallenges([first]))],
    ['a charset is not checked', extValues((text) => text.split("'")[2])],
    [
      'a user name ends at the last colon',
      basicCredentials((text) => {
        const { username, password } = parseBasic(text) ?? {};
        if (username === undefined || password === undefined) return undefined;
        const all = `${username}:${password}`;
        const at = all.lastIndexOf(':');
        return { username: all.slice(0, at), password: all.slice(at + 1) };
      }),
    ],
    [
      'a header is copied for every character',
      linear((text) => {
        for (let rest = text; rest !== ''; rest = rest.slice(1));
      }),
    ],
    ['a login can be repeated', digestLogins(digestWith({ store: { use: () => true } }))],
    ['a nonce has no end', digestLogins(digestWith({ nonceLifetime: 1e12 }))],
    [
      'a target is not compared',
      digestLogins((options) => {
        const guard = digest(options);
        return (request) => {
          const [, target] = /uri="([^"]*)"/.exec(request.header('authorization') ?? '') ?? [];
          return guard({ ...request, target: target ?? request.target });
        };
      }),
    ],
    [
      'an explanation prints what it was given',
      explanations((input, now) => ({ ...explain(input, now), seenUrl: input.url })),
    ],
    [
      'an explanation works on',
      explanations((input, now) => ({
        ...explain(input, now),
        work: { steps: 1e5, hmacs: 1, characters: 1 },
      })),
    ],
  ])('%s', async (_, broken) => {
    const { failures } = await run(broken, 4000);
    expect(failures).not.toEqual([]);
  });
});

it.each(targets)(
  '$name: without a defect it finds nothing, and not because all is refused',
  async (one) => {
    const corpus = one.corpus?.length ?? 0;
    const { failures, accepted, cases } = await run(one, corpus + (one.weight > 3 ? 100 : 500));
    expect(failures).toEqual([]);
    if (one.name !== 'types') expect(accepted).toBeGreaterThan(0);
    if (one.name !== 'linear') expect(accepted).toBeLessThan(cases);
  },
);

describe('a failing case', () => {
  const sums = target({
    name: 'sums',
    weight: 1,
    make: (source) => source.list(6, () => source.below(100)),
    check(numbers: number[]) {
      holds(numbers.reduce((sum, one) => sum + one, 0) < 150, 'too much');
      return 'accepted';
    },
  });

  it('is made small', async () => {
    const [failure] = (await run(sums, 1000)).failures;
    expect(failure?.message).toContain('too much');
    expect(JSON.parse(failure?.reproduction ?? '').length).toBe(2);
  });

  it('comes again with its seed and number, alone', async () => {
    const [failure] = (await run(sums, 1000, 7)).failures;
    const from = failure?.number ?? 0;
    const again = await runTarget(sums, { seed: 7, from, limit: 1, goesOn: () => true });
    expect(again.failures).toEqual([failure]);
  });

  it('is another one with another seed', () => {
    const numbersOf = (seed: number) => {
      const source = new Source().start(seed, 'sums', 0);
      return Array.from({ length: 8 }, () => source.below(1000));
    };
    expect(numbersOf(1)).toEqual(numbersOf(1));
    expect(numbersOf(1)).not.toEqual(numbersOf(2));
  });
});
