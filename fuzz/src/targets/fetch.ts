import type { WebhookOptions } from '@sig/core';
import {
  createReceiver,
  fetchRequest,
  type VerifiedInit,
  verifiedRequest,
} from '@sig/core/adapter';
import { createVerifier } from '@sig/core/fetch';
import { encoded, formBytes, pairs } from '../generate/form.js';
import { edited, word } from '../generate/text.js';
import { isStrictForm } from '../reference/content-type.js';
import { formPairs } from '../reference/form.js';
import { judge, sha256, signatureOf, signedPairs, textOf } from '../reference/scheme.js';
import type { Source } from '../source.js';
import { holds, same, target } from '../target.js';

/** A request, and what is configured. */
interface Case {
  readonly authToken: string;
  readonly publicUrl: string;
  readonly request: {
    readonly url: string;
    readonly method: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body?: Uint8Array;
  };
}

type Subject = (
  request: Request,
  options: WebhookOptions,
) => ReturnType<ReturnType<typeof createVerifier>['verify']>;

const verifying: Subject = (request, options) => createVerifier(options).verify(request);

/** A verifier on the requests of the Fetch API accepts what the reference accepts, and lets no more be read. */
export const fetchRequests = (subject = verifying) =>
  target({
    name: 'fetch',
    weight: 4,
    make: requestCase,
    async check({ authToken, publicUrl, request: init }: Case) {
      const request = new Request(init.url, { ...init, body: init.body ?? null });
      const target = request.url.replace(/^[^:]*:\/\/[^/]*/, '');
      const type = request.headers.get('content-type');
      const authorization = request.headers.get('authorization');
      const signed = {
        authToken,
        url: publicUrl + target,
        signature: request.headers.get('x-twilio-signature') ?? '',
        ...(init.body && { body: init.body }),
        ...(type !== null && { contentType: type }),
        ...(authorization !== null && { authorization }),
      };
      // A handler could read a fragment, which nobody signs and no client sends.
      const expected = target.includes('#') ? undefined : judge(signed);
      const verdict = await subject(request, { authToken, publicUrl });
      if (!verdict.ok) {
        const { code } = verdict.error;
        holds(
          expected === undefined || code === 'malformed-body',
          `${code}, although it is signed`,
        );
        return 'refused';
      }
      const { url, key, params, rawBody } = verdict;
      const bytes = init.body ?? new Uint8Array(0);
      same({ url, key, params }, expected, 'verdict');
      same([...(rawBody ?? [])], [...bytes], 'raw body');
      if (init.body === undefined) return 'accepted';
      if (!isStrictForm(type)) {
        const read = new Uint8Array(await verdict.request.arrayBuffer());
        same([...read], [...bytes], 'arrayBuffer()');
        return 'accepted';
      }
      // What else the handler can read of a form is what was signed, in one order and without repetition.
      const read = [...(await verdict.request.formData())].map(
        ([name, value]) => [name, String(value)] as const,
      );
      same(read, signedPairs(formPairs(bytes)), 'formData()');
      return 'accepted';
    },
  });

/** The same through a receiver that is made once, for all requests. */
export const receivers = () => {
  const publicUrl = 'https://example.com';
  const receiver = createReceiver({ authToken: 'token', publicUrl });
  const one = fetchRequests(async (request) => {
    const received = await receiver.receive(fetchRequest(request, receiver.bodyLimit));
    if (!received.ok) return received;
    const rebuild = (init: VerifiedInit) => new Request(request, init);
    return { ...received, request: verifiedRequest(request, received, rebuild) };
  });
  return target({
    name: 'receiver',
    weight: 3,
    make: (source) => requestCase(source, publicUrl, 'token'),
    check: (input: Case) => one.check(input),
  });
};

const publicUrls = ['https://example.com', 'http://a:8080/prefix', 'https://u:p@example.com'];
const targetPieces = [
  'a',
  '/',
  '?',
  'b=c',
  '&',
  "'",
  '%27',
  '%',
  '+',
  ' ',
  'é',
  '#',
  '"',
  '\\',
  '..',
  '|',
];

function requestCase(
  source: Source,
  publicUrl = source.pick(publicUrls),
  authToken = source.pick(['token', 'é', '1']),
): Case {
  const list = pairs(source);
  const isForm = !source.oneIn(4);
  const body = source.oneIn(4) ? undefined : isForm ? encoded(source, list) : formBytes(source);
  const some = body !== undefined && body.length > 0;
  let path = `/${source.text(3, targetPieces)}`;
  if (some && (!isForm || source.oneIn(4))) path = hashed(path, body);
  const url = `http://localhost${path}`;
  // The runtime parses and prints the URL; the sender signs what was configured, which here is that.
  const target = new URL(url).href.replace(/^[^:]*:\/\/[^/]*/, '').replace(/#.*/s, '');
  const text = some && isForm ? textOf(formPairs(body)) : '';
  const signature = signatureOf(authToken, publicUrl + target + text);
  const type = isForm
    ? 'application/x-www-form-urlencoded'
    : source.pick(['application/json', 'text/plain', 'multipart/form-data; boundary=B']);
  const given: Case = {
    authToken,
    publicUrl,
    request: {
      url,
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        ...(source.oneIn(16) ? {} : { 'x-twilio-signature': signature }),
        'content-type': type,
        ...(source.oneIn(8) ? { authorization: 'Basic dTpw' } : {}),
      },
      ...(some ? { body } : {}),
    },
  };
  return source.oneIn(3) ? changed(source, given) : given;
}

/** A `bodySHA256` behind the query, before a fragment. */
function hashed(path: string, body: Uint8Array): string {
  const [before = '', ...fragment] = path.split('#');
  const joined = `${before}${before.includes('?') ? '&' : '?'}bodySHA256=${sha256(body)}`;
  return [joined, ...fragment].join('#');
}

function changed(source: Source, given: Case): Case {
  const { request } = given;
  switch (source.below(3)) {
    case 0:
      return { ...given, request: { ...request, url: `${request.url}${word(source)}` } };
    case 1: {
      if (request.body === undefined) return given;
      const text = edited(source, Buffer.from(request.body).toString('latin1'), [
        'a',
        '&',
        '=',
        '%',
        '+',
      ]);
      const body = Buffer.from(text, 'latin1');
      const { body: _, ...rest } = request;
      return { ...given, request: body.length === 0 ? rest : { ...rest, body } };
    }
    default: {
      const signature = edited(source, request.headers['x-twilio-signature'] ?? 'A', [
        'A',
        '=',
        'x',
      ]);
      const headers = { ...request.headers, 'x-twilio-signature': signature };
      return { ...given, request: { ...request, headers } };
    }
  }
}
