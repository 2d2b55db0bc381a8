// Why a signature does not match, what was signed, and how to fix it.
import { type Cause, causes, type Explanation, explainInFull } from '@sig/core/explain';
import { check, verdictOf } from './check.js';
import { cutTexts, type DiffLine, diffParams, diffUrls, type Piece } from './diff.js';
import { type Fix, fixOf } from './fix.js';
import {
  bodyOf,
  contentTypeOf,
  filled,
  hasForm,
  headerOf,
  partsOf,
  withoutFragment,
} from './request.js';
import { compute, keyIdOf, tidy } from './signature.js';
import type { Param, State } from './state.js';

/** A cause that was verified: with it undone the signature matches. */
export interface Explained {
  readonly isFound: true;
  readonly title: string;
  /** The title of the first difference alone. */
  readonly short: string;
  readonly lines: readonly DiffLine[];
  /** How many further lines there are. */
  readonly more: number;
  /** Where the first difference is. */
  readonly first: string | undefined;
  readonly sentences: readonly string[];
  readonly fix: Fix;
  /** The options of sig that fix it, for the code. */
  readonly options: Explanation['options'];
  readonly hmacs: number;
  /** Whether the key that was entered has signed. */
  readonly isKeyRight: boolean;
  /** The request as it was signed, if it matches then. */
  readonly applied: State | undefined;
}

/** No known cause. */
export interface Unexplained {
  readonly isFound: false;
  readonly title: string;
  readonly text: string;
  readonly next: string;
  readonly steps: readonly string[];
  readonly hmacs: number;
}

/** How many lines of parameters are shown. */
const maxLines = 4;

export function explainState(state: State): Explained | Unexplained {
  // The person's own request: its work is counted, and time does not matter.
  const { explanation, signed } = explainInFull(inputOf(state), () => 0);
  if (signed === undefined) return unexplained(state, explanation);
  const url = diffUrls(signed.url, state.url);
  const urlCount = url.differences.length;
  const isUrlSame = urlCount === 0;
  const others = explanation.causes.filter((cause) => isUrlSame || !ofUrl(cause));
  const mark = urlCount + 1;
  const params = signed.params?.map(([name, value]): Param => ({ name, value }));
  const ofParams =
    params === undefined || !hasForm(state) ? [] : diffParams(params, filled(state.params), mark);
  const ofBody = signed.body === undefined ? [] : [diffBody(signed.body, state.raw, mark)];
  const content = [...ofParams, ...ofBody];
  const sentences = [
    ...url.differences.map(({ sentence }) => sentence),
    ...others.map((cause) => causes[cause].title),
  ];
  return {
    isFound: true,
    title: titleOf(url.differences, others),
    short: titleOf(url.differences.slice(0, 1), others),
    lines: [...(isUrlSame ? [] : [url.line]), ...content.slice(0, maxLines)],
    more: Math.max(0, content.length - maxLines),
    first:
      url.first === undefined
        ? firstIn(ofParams[0])
        : `First difference at character ${url.first.at}, in the ${url.first.part}.`,
    sentences,
    fix: fixOf(state, explanation),
    options: explanation.options,
    hmacs: explanation.hmacs,
    isKeyRight: signed.key === state.secret,
    applied: appliedTo(state, { ...signed, params }),
  };
}

function inputOf(state: State) {
  const { path, query } = partsOf(state.url);
  const id = keyIdOf(state);
  const settings = `key=${id},algorithm=HMAC_SHA256`;
  const isShared = state.key === 'shared';
  return {
    ...(isShared ? { sharedKeys: { [id]: state.secret } } : { authToken: state.secret }),
    signature: tidy(state.received),
    url: withoutFragment(state.url),
    configuredUrl: state.configured === '' ? undefined : state.configured,
    targets: [path + query],
    header: (name: string) =>
      name === 'x-twilio-webhooks-signature-settings'
        ? isShared
          ? settings
          : undefined
        : name === 'x-twilio-signature'
          ? state.received
          : headerOf(state, name),
    contentType: contentTypeOf(state),
    body: bodyOf(state),
  };
}

/** Headings for causes whose sentences are long. The sentence follows. */
const headings: Partial<Record<Cause, string>> = {
  'body-changed': 'The body was changed',
  'get-signature-on-post': 'Only the URL was signed',
  'json-as-form': 'JSON was read as a form',
  'json-reserialised': 'The JSON was re-serialized',
  'numbers-changed': 'Values were read as numbers',
  'plus-as-space': 'Plus signs became spaces',
  'signature-sha1': 'This is an HMAC-SHA1',
  'signature-sha256': 'This is an HMAC-SHA256',
  'token-encoded': 'The key is encoded',
  'token-untidy': 'The key has something around it',
  'unicode-normalized': 'Accented letters were normalized',
};

/** Whether a cause is about the URL, which the marked parts show. */
function ofUrl(cause: Cause): boolean {
  return /^(?:scheme|websocket|host|port|prefix|path|mount|trailing|slashes|query(?!-merged)|params-in-query|fragment|userinfo|public-url|url)(?:-|$)/.test(
    cause,
  );
}

function titleOf(
  differences: readonly { readonly part: string; readonly title: string }[],
  others: readonly Cause[],
): string {
  const [first, ...rest] = differences;
  if (first === undefined) {
    const [cause] = others;
    if (cause === undefined) return 'The request differs';
    return headings[cause] ?? causes[cause].title.replace(/\.$/, '');
  }
  if (rest.length === 0) return first.title;
  const parts = rest.map(({ part }) => part);
  const named =
    parts.length === 1 ? parts[0] : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
  return first.title.startsWith('TLS')
    ? `${first.title}, which also changes the ${named}`
    : `${first.title}; the ${named} ${parts.length > 1 ? 'differ' : 'differs'} too`;
}

function firstIn(line: DiffLine | undefined): string | undefined {
  const name = [...(line?.signed ?? []), ...(line?.seen ?? [])].find(({ isName }) => isName);
  if (name === undefined) return undefined;
  return name.mark === undefined
    ? `First difference in the value of ${name.text}.`
    : `First difference in the parameter ${name.text}.`;
}

/** How much of a body is shown around the first difference. */
const context = 40;

function diffBody(signed: string, seen: string, mark: number): DiffLine {
  const { before, after, ...middle } = cutTexts(signed, seen);
  const pieces = (text: string): Piece[] => [
    { text: before.length > context ? `…${before.slice(-context)}` : before },
    {
      text: text.length > context ? `${text.slice(0, context)}…` : text,
      mark,
      label: `${mark} body`,
    },
    { text: after.length > context ? `${after.slice(0, context)}…` : after },
  ];
  return { signed: pieces(middle.signed), seen: pieces(middle.seen) };
}

interface Applied {
  readonly url: string;
  readonly params: readonly Param[] | undefined;
  readonly body: string | undefined;
  readonly key: string;
  readonly signature: string;
}

/** The request as it was signed; `undefined` if sig would still refuse it. */
function appliedTo(
  state: State,
  { url, params, body, key, signature }: Applied,
): State | undefined {
  const next: State = {
    ...state,
    url,
    secret: key,
    ...(params === undefined ? {} : { params, kind: params.length > 0 ? 'form' : state.kind }),
    ...(body === undefined ? {} : { raw: body }),
    method: /^ws/i.test(url) ? 'WS' : state.method === 'WS' ? 'GET' : state.method,
  };
  const candidates: State[] = [
    next,
    { ...next, key: signature.length === 44 ? 'shared' : 'token' },
  ];
  for (const one of candidates) {
    const computed = compute(one)?.base64;
    const tidied = { ...one, received: tidy(one.received) };
    const fitting = computed === signature ? { ...tidied, received: signature } : tidied;
    if (verdictOf(fitting).ok && check(fitting).kind === 'match') return fitting;
  }
  return undefined;
}

function unexplained(state: State, { hmacs, checks }: Explanation): Unexplained {
  if (state.configured === '') {
    return {
      isFound: false,
      title: 'No match, cause unknown',
      text: `${hmacs} variations of this request were checked. None makes this signature right.`,
      next: 'The shortest way to certainty',
      steps: [
        'Enter the URL configured at the sender, in the field above.',
        'If it matches, the key and the body are right and you see where the URL differs.',
        'If it does not, the key or the body is different.',
      ],
      hmacs,
    };
  }
  return {
    isFound: false,
    title: 'No match: the key or the body is different',
    text: 'The URL configured at the sender gives another signature too, so the URL is not the reason.',
    next: 'Check these in order',
    steps: checks,
    hmacs,
  };
}
