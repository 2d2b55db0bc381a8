/** What has rows of digits and is no number of a phone: Sids, other ids, dates, addresses of machines, fractions. */
const others = [
  String.raw`\b[A-Z]{2}[0-9a-f]{32}\b`,
  String.raw`\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b`,
  String.raw`(?<!\d)(?:19|20)\d\d-[01]\d-[0-3]\d(?![\d-])`,
  String.raw`(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])`,
  String.raw`(?<![\d.])0\.\d+(?![\d.])`,
].join('|');
/** 7 to 15 digits, with what people write between them. In a URL the plus sign is escaped. */
const phone = String.raw`(\+|%2B)?(?<!\d)\d(?:[\s().\-\u2010-\u2015]{0,3}\d){6,14}(?!\d)`;
const either = new RegExp(`${others}|(${phone})`, 'gi');

/** Replaces the numbers of phones. */
export interface NumberMask {
  /** The made-up number for one: the same for the same digits. */
  readonly fake: (given: string) => string;
  /** A text with made-up numbers, each as it was written: with a plus sign or without. */
  readonly text: (text: string) => string;
}

/**
 * @example
 * createNumberMask().text('call 415-555-2671') // 'call 15555550100'
 */
export function createNumberMask(): NumberMask {
  const fakes = new Map<string, string>();

  function fake(given: string): string {
    const digits = given.replace(/^%2B/i, '').replace(/\D/g, '');
    const known = fakes.get(digits);
    if (known !== undefined) return known;
    // 555-0100 to 555-0199 belong to nobody; there are no more of them.
    const made = `+155555501${String(Math.min(fakes.size, 99)).padStart(2, '0')}`;
    fakes.set(digits, made);
    return made;
  }

  return {
    fake,
    text: (text) =>
      text.replace(either, (found: string, isPhone?: string, plus = '') =>
        isPhone === undefined ? found : fake(found).replace('+', plus),
      ),
  };
}
