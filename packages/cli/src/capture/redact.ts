import { isForm } from '@sig/core/adapter';
import type { Recognized } from '../events/recognize.js';
import { removed } from './har.js';
import {
  type Fields,
  fieldOf,
  type KeptBody,
  keptBody,
  type RecordAnswer,
  type RequestRecord,
  textOfBytes,
  withoutUserinfo,
} from './record.js';
import { fieldKind } from './redact/fields.js';
import {
  address,
  fixedPart,
  hash,
  isHarmless,
  isKnownName,
  isKnownProperty,
  mixed,
  person,
  token,
} from './redact/names.js';
import { createNotes } from './redact/notes.js';
import { createNumberMask } from './redact/numbers.js';
import { redactTwiml } from './redact/twiml.js';

/** What to take out of a request before others see it. */
export interface Redaction {
  /** Phone numbers, each replaced by the same made-up one everywhere. */
  readonly numbers?: boolean;
  /** Names of people, where they are, and who they are elsewhere. */
  readonly names?: boolean;
  /** All that is not known to say nothing of what people said, wrote and pressed. */
  readonly bodies?: boolean;
}

/**
 * Takes personal data out of requests, for export. Whatever is replaced is no longer what was signed, so the records are
 * marked; what was found out of them before stays, as far as it says nothing of anybody.
 *
 * @example
 * const redact = createRedactor({ numbers: true, bodies: true })
 * records.map(redact)
 */
export function createRedactor(what: Redaction): (record: RequestRecord) => RequestRecord {
  if (!what.numbers && !what.names && !what.bodies) return (record) => record;
  const mask = createNumberMask();
  const redactText = (text: string) => (what.numbers ? mask.text(text) : text);
  /** What no rule can take apart may have anything in it. */
  const redactWhole = (text: string) => (what.bodies || what.names ? removed : redactText(text));

  function redactValue(name: string, value: string, isKnown: boolean): string {
    if (value === '') return value;
    if (hash.test(name)) return removed;
    if (what.bodies && !isKnown) return removed;
    if (isHarmless(name, value)) return value;
    if (what.names && (person.test(name) || mixed.test(name))) return removed;
    if (what.numbers && token.test(name)) return removed;
    if (address.test(name)) return redactAddress(value);
    return what.bodies && !person.test(name) ? removed : redactText(value);
  }

  /** A number, also of a channel (`whatsapp:+1...`), or the name of a client or a SIP account. */
  function redactAddress(value: string): string {
    const [, scheme = '', rest = value] = /^((?:[a-z]{2,12}):)?(.*)$/s.exec(value) ?? [];
    const isNumber = /^\+?[\d\s().-]+(?:@.*)?$/s.test(rest) && /\d/.test(rest);
    const shown = /^(?:client|sips?|tel|whatsapp|messenger|rcs|sms):$/.test(scheme) ? scheme : '';
    if (isNumber) return what.numbers ? shown + mask.fake(rest.replace(/@.*/s, '')) : value;
    return what.names ? shown + removed : redactText(value);
  }

  function redactName(name: string, isKnown: boolean): string {
    if (!what.bodies) return redactText(name);
    const fixed = fixedPart(name);
    if (fixed !== undefined) return fixed + removed;
    return isKnown ? redactText(name) : removed;
  }

  function redactPairs(text: string, kind: Recognized['kind']): string {
    return text
      .split('&')
      .map((pair) => {
        const [[name, value] = ['', '']] = [...new URLSearchParams(pair)];
        if (name === '' && value === '') return pair;
        const isKnown = isKnownName(name, kind);
        const made = [redactName(name, isKnown), redactValue(name, value, isKnown)] as const;
        const isSame = made[0] === name && made[1] === value;
        return isSame ? pair : new URLSearchParams([[...made]]).toString();
      })
      .join('&');
  }

  /** A URL, or a request target: its path stays, which says what the app was asked for. */
  function redactUrl(url: string, kind: Recognized['kind']): string {
    // Such as "mailto:".
    if (/^(?!https?:|wss?:)[a-z][a-z\d+.-]*:/i.test(url)) return redactWhole(url);
    const [, origin = '', path = '', query, fragment] =
      /^([a-z]+:\/\/[^/?#]*)?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/is.exec(withoutUserinfo(url)) ?? [];
    return [
      origin,
      path.split('/').map(redactSegment).join('/'),
      query === undefined ? '' : `?${redactPairs(query, kind)}`,
      fragment === undefined ? '' : `#${redactWhole(fragment)}`,
    ].join('');
  }

  function redactSegment(segment: string): string {
    const text = decoded(segment);
    const made = redactText(text);
    return made === text ? segment : encodeURIComponent(made).replace('%2B', '+');
  }

  function redactFields(fields: Fields, kind: Recognized['kind']): Fields {
    return fields.map(([name, value]) => {
      const type = fieldKind(name, value);
      if (type === 'technical') return [name, value] as const;
      if (type === 'hash') return [redactText(name), removed] as const;
      const made = type === 'url' ? redactUrl(value, kind) : redactWhole(value);
      return [redactText(name), made] as const;
    });
  }

  /** @param name that of the property; an array has the one that the property has which it is in */
  function redactProperty(name: string, value: unknown): unknown {
    const isKnown = isKnownProperty(name);
    if (Array.isArray(value)) return value.map((one) => redactProperty(name, one));
    if (typeof value === 'object' && value !== null) return redactObject(value);
    if (typeof value === 'string') return redactValue(name, value, isKnown);
    if (typeof value !== 'number') return value;
    const made = redactValue(name, String(value), isKnown);
    // A number stays one.
    return made === String(value) ? value : Number(made.replace(removed, '0'));
  }

  function redactObject(object: object): object {
    const seen = new Map<string, number>();
    return Object.fromEntries(
      Object.entries(object).map(([name, value]) => {
        const made = redactName(name, isKnownProperty(name));
        const count = (seen.get(made) ?? 0) + 1;
        seen.set(made, count);
        return [count === 1 ? made : `${made} ${count}`, redactProperty(name, value)];
      }),
    );
  }

  function redactJson(text: string): string {
    try {
      return JSON.stringify(redactProperty('', JSON.parse(text)));
    } catch {
      return redactWhole(text);
    }
  }

  function redactBody({ body, headers, event }: RequestRecord): KeptBody {
    if (body.length === 0) return body;
    const text = textOfBytes(body.bytes);
    if (text === undefined) return replaced(removed);
    // JSON that is sent as a form is one long name.
    const isPairs = isForm(fieldOf(headers, 'content-type')) && !/^\s*[[{]/.test(text);
    return replaced(isPairs ? redactPairs(text, event.kind) : redactJson(text));
  }

  function redactAnswer(answer: RecordAnswer, kind: Recognized['kind']): RecordAnswer {
    const { headers, body } = answer;
    const text = textOfBytes(body.bytes);
    const made = (given: string) => {
      if (!what.bodies) return redactText(given);
      return /^\s*</.test(given) ? redactTwiml(given) : removed;
    };
    return {
      ...answer,
      headers: redactFields(headers, kind),
      body: body.length === 0 ? body : replaced(text === undefined ? removed : made(text)),
    };
  }

  const notes = createNotes({ redactWhole, redactUrl });

  return (record) => {
    const { headers, event, answer, target, verdict, warnings, failure } = record;
    return {
      ...record,
      target: redactUrl(target, event.kind),
      headers: redactFields(headers, event.kind),
      body: redactBody(record),
      verdict: notes.verdict(verdict, event.kind),
      warnings: warnings.map(notes.warning),
      advice: undefined,
      ...(failure === undefined ? {} : { failure: notes.text(failure) }),
      ...(answer === undefined ? {} : { answer: redactAnswer(answer, event.kind) }),
      redacted: true,
    };
  };
}

/** As it is, if it is not well-formed. */
function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

function replaced(text: string): KeptBody {
  return keptBody(Buffer.from(text));
}
