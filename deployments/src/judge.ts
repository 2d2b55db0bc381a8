import type { Explanation } from '@sig/core/explain';
import { Bench, isAccepted, type Outcome } from './bench.js';
import type { Deployment } from './deployment.js';

/** How good an explanation was. */
export type Verdict = 'right' | 'next step' | 'wrong';

/** What a deployment showed. */
export interface Judgement {
  readonly verdict: Verdict;
  /** Whether the literal fix makes the request verify. */
  readonly isFixed: boolean;
  /** The cause that is named first. */
  readonly named: string;
  /** The fix as it is printed. */
  readonly fix: string;
  /** Whether the request is refused as it is, and accepted with the right fix. */
  readonly isRefused: boolean;
  readonly isControlled: boolean;
  /** Everything that was printed, for who looks at a failure. */
  readonly printed: string;
}

/** Runs a deployment: as it is, with the right fix, and with the fix that is printed. */
export async function judge(deployment: Deployment): Promise<Judgement> {
  const bench = new Bench(deployment);
  try {
    const first = await bench.run({});
    const { configured, sends, ...setup } = deployment.control;
    const control = await bench.run(setup, { configured, sends, before: [] });
    const judged = await judgeOutcome(bench, first, isAccepted(control));
    return {
      ...judged,
      isRefused: !isAccepted(first),
      isControlled: isAccepted(control),
      printed: first.printed,
    };
  } finally {
    await bench.stop();
  }
}

type Judged = Pick<Judgement, 'verdict' | 'isFixed' | 'named' | 'fix'>;

async function judgeOutcome(bench: Bench, first: Outcome, isControlled: boolean): Promise<Judged> {
  const { configured, causes, options } = bench.deployment;
  const { explanation } = first;
  const fix = fixIn(first);
  const wrong = (named: string): Judged => ({ verdict: 'wrong', isFixed: false, named, fix });
  if (explanation === undefined || fix === '') return wrong('nothing was printed');
  if (explanation.cause !== undefined) {
    if (!isRight(explanation, bench.deployment)) return wrong(explanation.cause);
    const isFixed = await fixes(bench, explanation, fix, isControlled);
    return { verdict: 'right', isFixed, named: explanation.cause, fix };
  }
  if (!fix.includes('configuredUrl')) return wrong('nothing');
  // The next step is taken: it must decide.
  const second = await bench.run({ options: { ...options, configuredUrl: configured } });
  const decided = { verdict: 'next step', fix } as const;
  if (isAccepted(second)) return { ...decided, isFixed: true, named: 'accepted' };
  const certain = second.explanation;
  const isLeft = certain?.cause === undefined && certain?.configuredMatched === false;
  if (isLeft && causes.includes('key-or-body')) {
    return { ...decided, isFixed: isControlled, named: 'the key or the body' };
  }
  if (certain?.cause === undefined || !certain.matched || !isRight(certain, bench.deployment)) {
    return wrong(certain?.cause ?? 'nothing');
  }
  const isFixed = await fixes(bench, certain, fixIn(second), isControlled);
  return { ...decided, isFixed, named: certain.cause, fix: fixIn(second) };
}

/** The line that says what to do. */
function fixIn({ printed }: Outcome): string {
  return /^ {2}(?:fix|next): .*/m.exec(printed)?.[0].trim() ?? '';
}

/** Whether every cause that is named is a true one. */
function isRight(explanation: Explanation, { causes }: Deployment): boolean {
  return explanation.causes.every((cause) => causes.includes(cause));
}

/** Whether the printed fix works as it is: the options, or else the control, if it is what the words say. */
async function fixes(
  bench: Bench,
  { options }: Explanation,
  fix: string,
  isControlled: boolean,
): Promise<boolean> {
  const { configured, says, options: given } = bench.deployment;
  const isSaid = says === undefined || says.test(fix);
  if (options === undefined) return isControlled && says !== undefined && isSaid;
  // The values of a query are secret: then the text says what to set, and not to which value.
  const isEmpty = Object.keys(options).length === 0;
  const set = isEmpty ? { configuredUrl: configured } : options;
  const outcome = await bench.run({ options: { ...given, ...set } }, { before: [] });
  return isSaid && isAccepted(outcome);
}
