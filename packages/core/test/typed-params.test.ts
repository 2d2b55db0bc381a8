// The types of parameters: what the data in `params` says, nothing else, and as users meet them. `pnpm types`
// tests the latter; running them only loads them.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { readEvents, typesOf } from '../params/generate.js';
import type * as core from '../src/index.js';
import type {
  ConversationParams,
  GatherParams,
  MessageParams,
  MessageStatusParams,
  Params,
  Received,
  RecordingParams,
  StatusCallbackParams,
  VoiceParams,
} from '../src/index.js';

const folder = fileURLToPath(new URL('../src/params/', import.meta.url));
const events = readEvents();
const texts = typesOf(events);

describe('src/params', () => {
  it('has a file for each file of the data, and no other', () => {
    if (process.env.CI === undefined) {
      mkdirSync(folder, { recursive: true });
      for (const [file, text] of texts) writeUnlessSame(folder + file, text);
    }
    expect(readdirSync(folder).sort()).toEqual([...texts.keys()].sort());
  });

  it.each([...texts])('%s says what the data says', (file, text) => {
    expect(readFileSync(folder + file, 'utf8')).toBe(text);
  });

  it.each([...texts])('%s has no code, and fewer than 200 lines', (_file, text) => {
    expect(text).not.toMatch(/^(?!\/\/|\/\*\*|import type|export (?:type|interface)|[ }]|$)/m);
    expect(text.split('\n').length).toBeLessThan(200);
  });
});

describe('the data', () => {
  const all = [...events.values()].flat();

  it('has each type once, and only parents that exist', () => {
    const names = all.map(({ type }) => type);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toEqual(expect.arrayContaining(all.flatMap((event) => event.extends ?? [])));
  });

  it.each(all)('$type has public sources, and each name once', ({ params, sources }) => {
    expect(sources).not.toEqual([]);
    for (const source of sources) expect(source).toMatch(/^https:\/\//);
    const names = params.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const { values = [] } of params) expect(new Set(values).size).toBe(values.length);
  });

  it.each(['core', 'express', 'koa', 'fastify', 'next'])(
    'all of its types are exported by @sig/%s',
    (name) => {
      const index = readFileSync(new URL(`../../${name}/src/index.ts`, import.meta.url), 'utf8');
      if (name === 'core') expect(index).toContain("export type * from './params/index.js';");
      else for (const { type } of all) expect(index).toContain(`  type ${type},\n`);
    },
  );
});

describe('as users meet them', () => {
  it('known names are strings, unknown ones may be lists', () => {
    expectTypeOf<MessageParams['Body']>().toEqualTypeOf<string | undefined>();
    expectTypeOf<MessageParams['MediaUrl0']>().toEqualTypeOf<string | undefined>();
    expectTypeOf<MessageParams['MediaUrls']>().toEqualTypeOf<string | string[] | undefined>();
    expectTypeOf<VoiceParams['SipHeader_X-Tenant']>().toEqualTypeOf<string | undefined>();
    expectTypeOf<ConversationParams['MessagingBinding.Address']>().toEqualTypeOf<
      string | undefined
    >();
    expectTypeOf<RecordingParams['RecordingUrl']>().toEqualTypeOf<string | undefined>();
    const read = (params: MessageParams) => params.Body?.trim();
    expectTypeOf(read).returns.toEqualTypeOf<string | undefined>();
    // @ts-expect-error: an unknown name may have several values
    const narrow = (params: MessageParams) => params.Unknown?.trim();
    expectTypeOf(narrow).toBeFunction();
  });

  it('known values are offered, others compile', () => {
    const status: MessageStatusParams['MessageStatus'] = 'delivered';
    const later: MessageStatusParams['MessageStatus'] = 'teleported';
    expectTypeOf(later).toExtend<string | undefined>();
    expectTypeOf(status).toExtend<string | undefined>();
    // @ts-expect-error: one value
    const lists: MessageStatusParams = { MessageStatus: ['sent', 'delivered'] };
    expectTypeOf(lists).toEqualTypeOf<MessageStatusParams>();
  });

  it('each is Params, takes undefined, and has what its parent has', () => {
    expectTypeOf<MessageParams>().toExtend<Params>();
    expectTypeOf<Params>().not.toExtend<MessageParams>();
    expectTypeOf<GatherParams>().toExtend<VoiceParams>();
    expectTypeOf<StatusCallbackParams>().toExtend<VoiceParams>();
    expectTypeOf<GatherParams['CallSid']>().toEqualTypeOf<string | undefined>();
    const params: GatherParams = { Digits: undefined, CallSid: 'CA1', Other: ['a', 'b'] };
    expectTypeOf(params).toExtend<core.ParamsInput>();
  });

  it('a verdict can be given the type', () => {
    expectTypeOf<Received['params']>().toEqualTypeOf<Params>();
    expectTypeOf<Received<GatherParams>['params']['Digits']>().toEqualTypeOf<string | undefined>();
    expectTypeOf<Received<GatherParams>>().toExtend<Received>();
  });
});

/** Two builds of the core run this file; what is the same stays untouched. */
function writeUnlessSame(file: string, text: string): void {
  try {
    if (readFileSync(file, 'utf8') === text) return;
  } catch {
    // There is no such file yet.
  }
  writeFileSync(file, text);
}
