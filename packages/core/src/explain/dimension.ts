import type { Pair } from '../scheme/params.js';
import type { Budget } from './budget.js';
import type { Cause } from './causes.js';

/** Something that may have been signed in place of what was verified. */
export interface Variant {
  /**
   * Its text, made when it is first asked for; `undefined` if it is nothing new or there is no budget left
   * to make it.
   */
  readonly text: () => string | undefined;
  /** Whether it was asked for, and is nothing new. */
  readonly isVoid: () => boolean;
  /** What would then have been wrong. */
  readonly causes: readonly Cause[];
  /** The parameters that differ then, by name. */
  readonly names: () => readonly string[];
  /** The parameters that were signed then; `undefined` if they are those that came. */
  readonly pairs: () => readonly Pair[] | undefined;
}

/** How to make a text that may have been signed. */
export interface Recipe {
  /** How unlikely it is: {@link costs}. */
  readonly cost: number;
  /** About how many characters it takes to make it. */
  readonly characters: number;
  /** Makes it; `undefined` if it does not apply. */
  readonly make: () => string | undefined;
  /** The parameters that differ, by name; asked for if it was the one. */
  readonly names?: (() => readonly string[]) | undefined;
  /** The parameters that it is made of; asked for if it was the one, by {@link Variant}. */
  readonly pairs?: (() => readonly Pair[] | undefined) | undefined;
}

/** How unlikely a variant is. The search tries the cheapest combinations first. */
export const costs = {
  /** The request itself says so: a header, or the set-up of nearly everybody. */
  evident: 1,
  likely: 2,
  usual: 3,
  common: 4,
  rare: 5,
  veryRare: 6,
} as const;

/** One part of what is signed: what was verified, and what it may have been. */
export class Dimension {
  private readonly byCost: Variant[][] = [];
  private readonly texts = new Set<string>();

  /** @param base what was verified; `undefined` if it is too long to be tried */
  constructor(
    private readonly budget: Budget,
    readonly base: string | undefined,
  ) {
    if (base !== undefined) this.texts.add(base);
  }

  /** Adds a variant whose text is made once the search gets to it. */
  add(causes: readonly Cause[], recipe: Recipe): void {
    let made: { readonly text: string | undefined } | undefined;
    const text = () => {
      made ??= { text: this.make(recipe) };
      return made.text;
    };
    const isVoid = () => made !== undefined && made.text === undefined;
    const variants = this.byCost[recipe.cost] ?? [];
    const { names = () => [], pairs = () => undefined } = recipe;
    variants.push({ text, isVoid, causes, names, pairs });
    this.byCost[recipe.cost] = variants;
  }

  /** Adds a variant whose text is at hand. */
  addText(
    causes: readonly Cause[],
    cost: number,
    text: string,
    names?: () => readonly string[],
  ): void {
    this.add(causes, { cost, characters: text.length, make: () => text, names });
  }

  /** The variants that cost as much as that. */
  costing(cost: number): readonly Variant[] {
    return this.byCost[cost] ?? [];
  }

  private make({ characters, make }: Recipe): string | undefined {
    if (!this.budget.take(characters)) return undefined;
    const text = make();
    if (text === undefined || this.texts.has(text)) return undefined;
    this.texts.add(text);
    return text;
  }
}
