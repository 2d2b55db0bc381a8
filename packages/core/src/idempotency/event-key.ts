import { OptionError, WebhookError } from '../errors.js';
import type { Params } from '../scheme/params.js';
import { splitUrl } from '../scheme/url-parts.js';
import { storeKey } from '../store/store-key.js';

/** Events of Twilio whose keys are known. */
export type EventKind =
  | 'message'
  | 'message-status'
  | 'call-status'
  | 'conference'
  | 'recording'
  | 'event-streams';

/** What names an event of your own: parameters that are all there, each once, and each of its form as a whole. */
export interface EventFields {
  /** What kind of event it is: two kinds never have the same key. */
  readonly kind: string;
  /** The parameters by name, and the form of their values; without anchors, and as narrow as the values are. */
  readonly fields: Readonly<Record<string, RegExp>>;
}

/** What a key is made of. */
export interface KeyMaterial {
  readonly method: string;
  /** What keys are kept apart by: method and URL, or what the operator has given. */
  readonly scope: string;
  /** Which shared key has signed; `undefined` for an auth token, which may be replaced while events come again. */
  readonly sharedKey: string | undefined;
  /** The URL that was signed. */
  readonly url: string;
  /** The whole string that was signed: the URL, then the parameters, without delimiters. */
  readonly signed: string;
  readonly params: Params;
  readonly rawBody: Uint8Array | undefined;
}

/** Names the event of a request. */
export type KeyRule = (material: KeyMaterial) => string;

/** One part of a key: a parameter, or the first of several that the string has. */
type Slot = readonly Field[];

interface Field {
  readonly name: string;
  /** Its name and its value, wherever they stand in the string. */
  readonly found: RegExp;
  readonly whole: RegExp;
}

const sid = (prefix: string) => new RegExp(`${prefix}[0-9a-f]{32}`);
const word = /[a-z_-]+/;
const number = /[0-9]+/;

const account = /* @__PURE__ */ field('AccountSid', /AC[0-9a-f]{32}/);

const presets = /* @__PURE__ */ slotsOfKinds();

function slotsOfKinds(): Readonly<Record<Exclude<EventKind, 'event-streams'>, readonly Slot[]>> {
  const message = [field('MessageSid', sid('(?:SM|MM)'))];
  const call = [field('CallSid', sid('CA'))];
  const sequence = field('SequenceNumber', number);
  return {
    message: [message],
    // The id alone would drop all statuses but the first.
    'message-status': [message, [field('MessageStatus', word)]],
    // Old callbacks have no number.
    'call-status': [call, [sequence, field('CallStatus', word)]],
    conference: [[field('ConferenceSid', sid('CF'))], [sequence]],
    recording: [[field('RecordingSid', sid('RE'))], [field('RecordingStatus', word)]],
  };
}

/** The names of the kinds, for messages. */
export const eventKinds = (): readonly string[] => [...Object.keys(presets), 'event-streams'];

/**
 * The rule of a kind, or of fields.
 *
 * @returns `undefined` if it is neither
 * @throws OptionError if the fields are not as they must be
 */
export function keyRule(named: unknown, method: 'GET' | 'POST'): KeyRule | undefined {
  if (typeof named === 'string') {
    if (named === 'event-streams') return forMethod('POST', eventStreamKey);
    if (!Object.hasOwn(presets, named)) return undefined;
    return fieldRule(named, presets[named as keyof typeof presets], method);
  }
  const { kind, fields } = Object(named) as Partial<EventFields>;
  if (typeof kind !== 'string' || !/^[\w-]+$/.test(kind) || kind === 'signed' || kind === 'own') {
    return undefined;
  }
  const entries = Object.entries(Object(fields) as object);
  if (entries.length === 0) return undefined;
  return fieldRule(
    kind,
    entries.map(([name, form]) => [field(name, form)]),
    method,
  );
}

/** The rule of an event that the operator names by a text. */
export function textRule(text: string, method: 'GET' | 'POST'): KeyRule {
  return forMethod(method, (material) => keyOf(material, 'own', [text]));
}

function fieldRule(kind: string, slots: readonly Slot[], method: 'GET' | 'POST'): KeyRule {
  const read = method === 'GET' ? queryKey : formKey;
  return forMethod(method, (material) => read(kind, slots, material));
}

/** One rule, one method: no signature covers the method, so the same string would be an event for each. */
function forMethod(method: string, rule: KeyRule): KeyRule {
  return (material) => (material.method === method ? rule(material) : ambiguous());
}

/**
 * The key of a form. Its parameters are signed without delimiters, so whoever has captured one request can move the
 * border between names and values as they like, and would give one signed string many names. So the whole string is
 * searched for each field:
 *
 * - found once, and that is the parsed value: the values are the key;
 * - something else is found as well: the whole string is the key;
 * - otherwise the form was split in another way than the sender's: refused.
 *
 * Which of the first two it is depends on the string alone: no split of one string has another key.
 */
function formKey(kind: string, slots: readonly Slot[], material: KeyMaterial): string {
  const { url, signed, params } = material;
  // Only the URL was signed, and its bodySHA256 covers the form as it is.
  const isHashed = signed === url;
  const values: string[] = [];
  let isWhole = false;
  const hasAccount = isHashed ? account.name in params : matches(account, signed).length > 0;
  for (const slot of hasAccount ? [[account], ...slots] : slots) {
    const chosen = isHashed
      ? slot.find(({ name }) => name in params)
      : slot.find((one) => matches(one, signed).length > 0);
    if (chosen === undefined) return ambiguous();
    const found = matches(chosen, signed);
    const parsed = onlyValue(params, chosen.name);
    if (isHashed) {
      if (found.length > 0 || parsed === undefined || !chosen.whole.test(parsed)) {
        return ambiguous();
      }
      values.push(parsed);
    } else if (found.length > 1) isWhole = true;
    else if (found[0] !== parsed) return ambiguous();
    else values.push(parsed as string);
  }
  return isWhole ? keyOf(material, 'signed', [signed]) : keyOf(material, kind, values);
}

/** The key of a query: its delimiters are signed, so it can be read as it is. */
function queryKey(kind: string, slots: readonly Slot[], material: KeyMaterial): string {
  const { url, signed } = material;
  if (signed !== url) return ambiguous();
  const query = new URLSearchParams(splitUrl(url)?.query);
  const hasAccount = query.has(account.name);
  const values = (hasAccount ? [[account], ...slots] : slots).map((slot) => {
    const chosen = slot.find(({ name }) => query.has(name));
    const [value, ...others] = chosen === undefined ? [] : query.getAll(chosen.name);
    return value !== undefined && others.length === 0 && chosen?.whole.test(value)
      ? value
      : ambiguous();
  });
  return keyOf(material, kind, values);
}

/** The key of a batch: the ids of its events, in their order. Its bytes are signed, so it can be read as it is. */
function eventStreamKey(material: KeyMaterial): string {
  const ids = idsOf(material.rawBody);
  if (ids.length === 0) return ambiguous();
  const isId = (id: unknown): id is string => typeof id === 'string' && /^EZ[0-9a-f]{32}$/.test(id);
  return keyOf(material, 'events', ids.every(isId) ? (ids as string[]) : ambiguous());
}

function idsOf(rawBody: Uint8Array | undefined): readonly unknown[] {
  try {
    const events: unknown = JSON.parse(new TextDecoder().decode(rawBody));
    return [events].flat().map((event) => Object(event).id as unknown);
  } catch {
    return [];
  }
}

function keyOf({ scope, sharedKey }: KeyMaterial, kind: string, values: readonly string[]): string {
  if (sharedKey === undefined) return storeKey('o', 'sig once 1', [scope, kind, ...values]);
  // Each holder of a key has events of their own: none gets an answer that was made for another.
  return storeKey('o', 'sig once 1 shared key', [sharedKey, scope, kind, ...values]);
}

/** The value of a parameter that is there once. */
function onlyValue(params: Params, name: string): string | undefined {
  const value = Object.hasOwn(params, name) ? params[name] : undefined;
  return typeof value === 'string' ? value : undefined;
}

/** What a string has of a field: none, one, or two different values, which is enough to know. */
function matches({ name, found }: Field, signed: string): readonly string[] {
  const values: string[] = [];
  for (let at = signed.indexOf(name); at >= 0; at = signed.indexOf(name, at + 1)) {
    found.lastIndex = at + name.length;
    const value = found.exec(signed)?.[0];
    if (value === undefined || values.includes(value)) continue;
    values.push(value);
    if (values.length === 2) return values;
  }
  return values;
}

/** @throws OptionError if the form of the value is not a regular expression that can stand within a string */
function field(name: string, form: unknown): Field {
  if (!(form instanceof RegExp) || name === '') {
    throw new OptionError(
      'key',
      '"fields" must be regular expressions by the names of parameters.',
    );
  }
  const { source } = form;
  const flags = form.flags.replace(/[^isuv]/g, '');
  const whole = new RegExp(`^(?:${source})$`, flags);
  if (/^\^|\$$/.test(source) || whole.test('') || whole.test('a\nb')) {
    throw new OptionError(
      'key',
      `The form of "${name}" must have no anchors, and match neither empty text nor line breaks.`,
    );
  }
  return { name, found: new RegExp(`(?:${source})`, `${flags}y`), whole };
}

function ambiguous(): never {
  throw new WebhookError('event-key-ambiguous');
}
