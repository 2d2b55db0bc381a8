import { isForm } from '@sig/core/adapter';
import { paramNote } from '../events/param-notes.js';
import type { Recognized } from '../events/recognize.js';
import { removed } from './har.js';
import { fieldOf, type KeptBody, keptBody, type RequestRecord, textOfBytes } from './record.js';

/** What to take out of a request before others see it. */
export interface Redaction {
  /** Phone numbers, each replaced by the same made-up one everywhere. */
  readonly numbers?: boolean;
  /** Names of people, where they are, and who they are elsewhere. */
  readonly names?: boolean;
  /** What people said, wrote and pressed, recordings of it, and parameters that are not known. */
  readonly bodies?: boolean;
}

/** Names of parameters, and of properties in JSON; in any case. */
const address =
  /^(?:from|to|caller|called|forwardedfrom|calledvia|waid|address|author|.*(?:number|address|sender|phone))$/i;
const tokens = /^(?:calltoken|stirpassporttoken)$/i;
const person =
  /^(?:callername|profilename|.*identity|label|latitude|longitude|(?:from|to|caller|called)(?:city|state|zip)|.*friendlyname|externaluserid)$/i;
const content =
  /^(?:body|digits|.*speechresult|transcription(?:text|url|data)?|.*(?:mediaurl|recordingurl).*|button(?:text|payload)|referral.*|interactivedata|flowdata|channelmetadata|list(?:id|title)|addons|payload|.*result)$/i;
/** What CloudEvents says of an event: nothing of a person. */
const envelope =
  /^(?:specversion|type|id|source|time|timestamp|dataschema|datacontenttype|eventName)$/;
/** A number with its country, wherever it stands. In a query its plus sign is escaped. */
const number = /(?:\+|%2B)\d{7,15}(?!\d)/gi;

/**
 * Takes personal data out of requests, for export. Whatever is replaced is no longer what was signed, so the records are
 * marked; what was found out of them before stays.
 *
 * @example
 * const redact = createRedactor({ numbers: true, bodies: true })
 * records.map(redact)
 */
export function createRedactor(what: Redaction): (record: RequestRecord) => RequestRecord {
  if (!what.numbers && !what.names && !what.bodies) return (record) => record;
  const fakes = new Map<string, string>();

  function fake(given: string): string {
    const digits = given.replace(/\D/g, '').replace(/^2B(?=\d)/i, '');
    const known = fakes.get(digits);
    if (known !== undefined) return known;
    // 555-0100 to 555-0199 belong to nobody; there are no more of them.
    const last = String(Math.min(fakes.size, 99)).padStart(2, '0');
    fakes.set(digits, `+155555501${last}`);
    return `+155555501${last}`;
  }

  function redactText(text: string): string {
    if (!what.numbers) return text;
    return text.replace(number, (found) => {
      const isEscaped = found.startsWith('%');
      const made = fake(isEscaped ? found.slice(3) : found);
      return isEscaped ? made.replace('+', '%2B') : made;
    });
  }

  function redactValue(name: string, value: string, isKnown: boolean): string {
    if (value === '') return value;
    if (what.bodies && (content.test(name) || !isKnown)) return removed;
    if (what.names && person.test(name)) return removed;
    if (what.numbers && tokens.test(name)) return removed;
    return address.test(name) ? redactAddress(value) : redactText(value);
  }

  /** A number, also of a channel (`whatsapp:+1...`), or the name of a client or a SIP account. */
  function redactAddress(value: string): string {
    const [, scheme = '', rest = value] = /^([a-z]+:)?(.*)$/is.exec(value) ?? [];
    const isNumber = /^\+?[\d\s().-]+(?:@.*)?$/.test(rest);
    if (isNumber) return what.numbers ? scheme + fake(rest.replace(/@.*/s, '')) : value;
    return what.names ? scheme + removed : redactText(value);
  }

  function redactPairs(text: string, kind: Recognized['kind']): string {
    return text
      .split('&')
      .map((pair) => {
        const [[name, value] = ['', '']] = [...new URLSearchParams(pair)];
        const made = redactValue(name, value, paramNote(name, kind) !== undefined);
        return made === value ? pair : new URLSearchParams([[name, made]]).toString();
      })
      .join('&');
  }

  function redactJson(text: string): string {
    try {
      const json = JSON.parse(text, (name, value) => {
        const isKnown = envelope.test(name) || paramNote(capital(name), 'unknown') !== undefined;
        if (typeof value === 'string') return redactValue(name, value, isKnown);
        // Numbers may be those of phones.
        return typeof value === 'number' && what.bodies && !isKnown ? 0 : value;
      });
      return JSON.stringify(json);
    } catch {
      return what.bodies ? removed : redactText(text);
    }
  }

  function redactAnswer(body: KeptBody): KeptBody {
    const text = textOfBytes(body.bytes);
    if (text === undefined) return what.bodies ? replaced(removed) : body;
    if (!what.bodies) return replaced(redactText(text));
    if (text === '') return body;
    // What is read out or sent stands between the tags; what the tags say is how.
    return replaced(
      /^\s*</.test(text)
        ? redactText(text.replace(/>[^<]*[^<\s][^<]*</g, `>${removed}<`))
        : removed,
    );
  }

  return (record) => {
    const { headers, body, event, answer, target } = record;
    const text = textOfBytes(body.bytes);
    const type = fieldOf(headers, 'content-type');
    const [path = '', query] = target.split(/\?(.*)/s);
    const redactBody = () => {
      if (body.length === 0) return body;
      if (text === undefined) return replaced(what.bodies ? removed : '');
      return replaced(isForm(type) ? redactPairs(text, event.kind) : redactJson(text));
    };
    return {
      ...record,
      target: redactText(path) + (query === undefined ? '' : `?${redactPairs(query, event.kind)}`),
      headers: headers.map(([name, value]) => [name, redactText(value)] as const),
      body: redactBody(),
      ...(answer === undefined
        ? {}
        : {
            answer: {
              ...answer,
              headers: answer.headers.map(([name, value]) => [name, redactText(value)] as const),
              body: redactAnswer(answer.body),
            },
          }),
      redacted: true,
    };
  };
}

/** JSON begins the names of parameters with a small letter. */
function capital(name: string): string {
  return name.slice(0, 1).toUpperCase() + name.slice(1);
}

function replaced(text: string): KeptBody {
  return keptBody(Buffer.from(text));
}
