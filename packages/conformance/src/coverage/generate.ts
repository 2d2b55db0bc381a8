import { type Draft, packetsOf, type Signed } from './draft.js';
import { genuineDraft } from './genuine.js';
import { hostileDraft } from './mutations.js';
import { random } from './random.js';
import { originForm } from './reference.js';
import type { CoverageSetting } from './settings.js';

/** A request as the bytes that go out, in the packets in which they do. */
export interface Generated {
  readonly index: number;
  readonly title: string;
  /** Whether a correct receiver accepts it. */
  readonly genuine: boolean;
  /** Whether its connection cannot be used again. */
  readonly broken: boolean;
  readonly method: string;
  /** The target that goes out. */
  readonly target: string;
  /** Path and query of the genuine request that it is made of. */
  readonly signedTarget: string;
  /** Before it was cut into chunks and packets. */
  readonly body: Buffer;
  readonly packets: readonly Buffer[];
}

/**
 * The request with this number; of three, two are hostile. Made of the seed, the number and the setting.
 *
 * @param signed where the strings that the key signs are remembered
 */
export function generate(
  setting: CoverageSetting,
  seed: number,
  index: number,
  signed: Signed,
): Generated {
  const source = random(seed ^ hashOf(setting.name), index);
  const captured = genuineDraft(setting, source, signed);
  const draft: Draft = index % 3 === 0 ? captured : hostileDraft(captured, source);
  return {
    index,
    title: draft.title,
    genuine: draft.genuine,
    broken: draft.broken === true,
    method: draft.method,
    target: draft.target,
    signedTarget: originForm(captured.target) ?? captured.target,
    body: draft.body,
    packets: packetsOf(draft, source),
  };
}

/** So that each setting gets requests of its own (FNV-1a). */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const char of text) hash = Math.imul(hash ^ char.charCodeAt(0), 0x01000193);
  return hash;
}
