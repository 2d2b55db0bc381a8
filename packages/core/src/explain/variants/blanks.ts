/** Parameters that senders leave blank, one by one. */
const single: readonly string[] = [
  'CallerName',
  'Digits',
  'Body',
  'ForwardedFrom',
  'SpeechResult',
  'MediaUrl0',
  'ErrorCode',
  'ErrorMessage',
  'RecordingUrl',
  'MessagingServiceSid',
  'ProfileName',
  'ButtonText',
  'ButtonPayload',
  'StirVerstat',
];

/** What is known of a number, for whom: of many numbers nothing is. */
const facts = ['City', 'State', 'Zip', 'Country'];
const families: readonly (readonly string[])[] = [
  ['From'],
  ['To'],
  ['Caller'],
  ['Called'],
  ['From', 'To'],
  ['Caller', 'From'],
  ['Called', 'To'],
  ['Called', 'Caller', 'From', 'To'],
];

/** Groups of parameters that may have been blank and were dropped, the likelier first. */
export function* blankGroups(present: ReadonlySet<string>): Generator<readonly string[]> {
  const isNew = (group: readonly string[]) => !group.some((name) => present.has(name));
  // All that are missing of each family, whichever they are.
  for (const family of families) {
    const missing = family
      .flatMap((one) => facts.map((fact) => one + fact))
      .filter((name) => !present.has(name));
    if (missing.length > 0) yield missing;
  }
  for (const name of single) if (isNew([name])) yield [name];
  for (let bits = 1; bits < 1 << facts.length; bits++) {
    const some = facts.filter((_, i) => (bits >> i) % 2 === 1);
    for (const family of families) {
      const group = family.flatMap((one) => some.map((fact) => one + fact));
      if (isNew(group)) yield group;
    }
  }
}
