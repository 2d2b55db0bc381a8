import { type Draft, type Signed, signAndRemember, signatureHeader } from './draft.js';
import type { Random } from './random.js';
import { formPairs, formText, sha256Of } from './reference.js';
import type { CoverageSetting, Site } from './settings.js';

const paths = [
  '/voice',
  '/voice/',
  '/VOICE/Menu',
  '/acme/voice',
  '/hook/acme/voice',
  '/hook/a%20b/voice',
  '/hook/%c3%a9%2Fx/voice',
  '/hook/constructor/voice',
  '/files/a/b.xml',
  '/files/./a/../b',
  '/files//double',
  '/files/~tilde,comma;semi=1',
  '/',
];

const queryPieces = [
  'a=1',
  'a=2',
  'b',
  'c=',
  '=d',
  'lang=de%20CH',
  "q=it's",
  'q=it%27s',
  'plus=a+b%2Bc',
  'next=https://phone.example/hook/acme/voice',
  'next=http://phone.example/voice',
  'url=https://phone.example/acme/voice&a=1',
  'e=1=2=3',
  'bad=%zz%',
  'bytes=%FF%fe',
  'utf=%E2%82%AC%20%c3%bc',
  'brackets%5B%5D=1',
  'list[]=1',
  'list[]=2',
  'obj[key]=v',
  'to=alice',
  'nxtPid=1',
  'constructor=c',
  '__proto__=p',
  '%61mp=%26%3D%23',
  'semi=a;b=c',
  'path=/a/b?c',
];

const names = [
  'AccountSid',
  'CallSid',
  'From',
  'To',
  'Digits',
  'Digits1',
  'Body',
  'ids[]',
  'a[b]',
  'list[0]',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  '0',
  '10',
  '9',
  'é',
  'name with space',
  '',
  'a&b=c',
];

/** Names that parsers drop or take apart: qs has no blank ones and no `__proto__`. */
const lost = /^$|^__proto__$|\[/;

const values = [
  '',
  ' ',
  '  padded  ',
  '1',
  '1234',
  '+15550100001',
  'AC00000000000000000000000000000001',
  'Grüße 👋🏽',
  '\u{10437}\uff5e',
  '1 + 1 = 2 & 100% sure',
  'line\r\nline',
  "it's (a) *test*!",
  'null',
  '[object Object]',
  'https://example.com/?a=b#c',
  '\ufeffmark',
  '\u0000',
  'x'.repeat(300),
];

const json = [
  '{}',
  '[]',
  '{"type":"call.ended","price":0.10,"note":"Ω"}',
  '{ "a": [1, 2, {"b": null}], "a": "twice" }',
  '[{"id":"1"},{"id":"2"}]',
  '{"big":12345678901234567890,"esc":"\\u00e9\\/"}',
];

const formTypes = [
  'application/x-www-form-urlencoded',
  'application/x-www-form-urlencoded; charset=UTF-8',
  'application/x-www-form-urlencoded;charset=utf-8',
  'Application/X-WWW-Form-Urlencoded',
  'application/x-www-form-urlencoded; charset="utf-8"',
];

/** A request that a sender of this setting makes, signed. */
export function genuineDraft(setting: CoverageSetting, random: Random, signed: Signed): Draft {
  const site = random.pick(setting.sites);
  const target = site.target ?? (setting.mount ?? '') + genuineTarget(random);
  const make = random.pick([form, form, form, form, event, event, get, get, empty]);
  const message = make(setting, random);
  const hashed = message.hashed ? hashOf(message.body, random) : '';
  const url = join(site.signed + (site.target === undefined ? target : ''), hashed);
  const text = message.text === undefined ? url : url + message.text;
  const signature = signAndRemember(signed, text);
  const type: [string, string][] =
    message.type === undefined ? [] : [['Content-Type', message.type]];
  const draft: Draft = {
    title: `genuine ${make.name}`,
    method: message.method,
    target: join(target, hashed),
    headers: [
      ['Host', site.host],
      ...(site.forwarded ?? []),
      ...type,
      ['I-Twilio-Idempotency-Token', '00000000-0000-4000-8000-000000000001'],
      [signatureHeader, signature],
    ],
    body: message.body,
    framing: message.body.length === 0 && random.once(2) ? 'none' : 'length',
    packets: 'one',
    genuine: true,
  };
  return dressed(draft, site, random);
}

interface Message {
  readonly method: string;
  readonly body: Buffer;
  readonly type?: string;
  /** What follows the URL in the string to sign. */
  readonly text?: string;
  /** Whether the URL carries the hash of the body. */
  readonly hashed?: boolean;
}

function form(setting: CoverageSetting, random: Random): Message {
  // A parser that keeps no bytes must read the same as the sender wrote, so its bodies are well-formed.
  const lossy = setting.parsers === 'before';
  const body = Buffer.from(formBody(random, lossy), 'latin1');
  const text = formText(formPairs(body));
  const type = random.pick(formTypes);
  const hashed = !lossy && random.once(8);
  return { method: 'POST', body, type, text: hashed && random.once(2) ? '' : text, hashed };
}

function event(setting: CoverageSetting, random: Random): Message {
  // Parsers that keep no bytes leave nothing to verify JSON by.
  if (setting.parsers === 'before') return form(setting, random);
  const type = random.pick(['application/json', 'application/json; charset=utf-8']);
  return { method: 'POST', body: Buffer.from(random.pick(json)), type, hashed: true };
}

function get(_setting: CoverageSetting, random: Random): Message {
  return { method: 'GET', body: Buffer.alloc(0), hashed: random.once(6) };
}

function empty(): Message {
  return { method: 'POST', body: Buffer.alloc(0), type: formTypes[0] ?? '' };
}

function genuineTarget(random: Random): string {
  const query = Array.from({ length: random.below(4) }, () => random.pick(queryPieces)).join('&');
  const end = random.once(12) ? random.pick(['?', '?&']) : '';
  return random.pick(paths) + (query === '' ? end : `?${query}`);
}

/** Real traffic repeats the parameter with one and the same value. */
function hashOf(body: Buffer, random: Random): string {
  const hash = `bodySHA256=${sha256Of(body)}`;
  return random.once(8) ? `${hash}&${hash}` : hash;
}

function join(url: string, query: string): string {
  if (query === '') return url;
  return url + (/[?&]$/.test(url) ? '' : url.includes('?') ? '&' : '?') + query;
}

/** The bytes of a form as Latin-1. */
function formBody(random: Random, wellFormed: boolean): string {
  const count = random.once(10) && !wellFormed ? 40 : 1 + random.below(6);
  const chosen = Array.from({ length: count }, () =>
    random.pick(wellFormed ? names.filter((name) => !lost.test(name)) : names),
  );
  const pieces = chosen.map((name) => {
    const value = random.pick(values);
    if (value === '' && random.once(2) && name !== '') return encoded(name, random);
    return `${encoded(name, random)}=${encoded(value, random)}`;
  });
  if (!wellFormed && random.once(4)) {
    pieces.push(random.pick(['bad=%zz', 'bytes=%ff\xfe', 'raw=\xc3\xa9', 'e=1=2', '', '=', '%']));
  }
  return pieces.join('&');
}

function encoded(text: string, random: Random): string {
  const escaped = encodeURIComponent(text);
  const form = random.once(2) ? escaped.replaceAll('%20', '+') : escaped;
  return random.once(4) ? form.replace(/%../g, (sequence) => sequence.toLowerCase()) : form;
}

/** What changes on the way, and says nothing about who sent it. */
function dressed(draft: Draft, site: Site, random: Random): Draft {
  let dress = draft;
  if (draft.body.length > 0 && random.once(4)) dress = { ...dress, framing: 'chunked' };
  if (random.once(4)) dress = { ...dress, packets: random.pick(['late', 'cut']) };
  if (random.once(6)) {
    const recase = random.pick([(s: string) => s.toLowerCase(), (s: string) => s.toUpperCase()]);
    dress = { ...dress, headers: dress.headers.map(([name, value]) => [recase(name), value]) };
  }
  if (random.once(6)) dress = { ...dress, headers: random.shuffle(dress.headers) };
  if (dress.framing !== 'none' && random.once(12)) {
    dress = { ...dress, headers: [...dress.headers, ['Expect', '100-continue']] };
  }
  if (random.once(8)) {
    dress = { ...dress, headers: [...dress.headers, ['X-Request-Id', String(random.below(1e6))]] };
  }
  // What a client of a forward proxy sends; the path of a configured URL is not empty then.
  if (random.once(10) && dress.target.startsWith('/')) {
    dress = {
      ...dress,
      target: `http://${site.host}${dress.target}`,
      title: `${dress.title}, absolute`,
    };
  }
  return dress;
}
