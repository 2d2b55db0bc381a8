/**
 * What one explanation may cost at the most. Everything in the request is the attacker's choice, so this is
 * counted and not estimated: the work is the same on every machine.
 *
 * @example
 * searchLimits.steps // 8192
 */
export const searchLimits = {
  /** Combinations looked at, whole or in part, and HMACs computed. */
  steps: 8192,
  /** Characters of texts that are made, joined or hashed. */
  characters: 8 * 1024 * 1024,
  /** Elapsed time, should a count be wrong: what is counted takes a fraction of it. */
  milliseconds: 500,
} as const;

/** What one explanation has cost. */
export interface Work {
  readonly steps: number;
  readonly hmacs: number;
  readonly characters: number;
}

/** Milliseconds of a clock that does not run backwards. */
export type Clock = () => number;

/** Counts the work of one explanation, and refuses what would be too much. */
export class Budget {
  private steps = 0;
  private hmacs = 0;
  private characters = 0;
  private readonly end: number;

  constructor(private readonly now: Clock) {
    this.end = now() + searchLimits.milliseconds;
  }

  /** Counts a combination, whole or in part; `false` if there may be no more. */
  step(): boolean {
    if (this.isSpent()) return false;
    this.steps += 1;
    return true;
  }

  /** Whether there may be no more steps. */
  isSpent(): boolean {
    return this.steps >= searchLimits.steps || this.isLate();
  }

  /** Counts characters of a text that is to be made; `false` if they are too many. */
  take(characters: number): boolean {
    if (this.characters + characters > searchLimits.characters || this.isLate()) return false;
    this.characters += characters;
    return true;
  }

  /** Counts an HMAC of a text; `false` if it must not be computed. */
  takeHmac(characters: number): boolean {
    if (!this.take(characters) || !this.step()) return false;
    this.hmacs += 1;
    return true;
  }

  get work(): Work {
    const { steps, hmacs, characters } = this;
    return { steps, hmacs, characters };
  }

  private isLate(): boolean {
    return !(this.now() <= this.end);
  }
}
