import { type DoctorContext, type Kind, type Pairs, signed, withParams } from '../context.js';
import type { Attempt } from '../judge.js';
import { type Forgery, fixes } from './forgery.js';

const kinds: readonly Kind[] = ['form', 'get'];

/** Parameters that are not those that were signed. */
export const paramForgeries: readonly Forgery[] = [
  {
    check: 'param-changed',
    title: 'a parameter changed',
    fix: fixes.coverAll,
    kinds,
    make: (context) =>
      context.params.map(([changed], i) =>
        attempt(
          context,
          `${changed} changed`,
          context.params.map(([name, value], at) => [name, at === i ? `${value}9` : value]),
        ),
      ),
  },
  {
    check: 'value-case',
    title: 'a value in other case',
    fix: 'Verify values as they came: change neither their case nor their blanks.',
    kinds,
    make: (context) =>
      [swapCase, (value: string) => ` ${value} `].flatMap((change, i) =>
        changeOne(context, ([name, value]) => [name, change(value)]).map(({ name, pairs }) =>
          attempt(context, `${name} ${i === 0 ? 'in other case' : 'with blanks around it'}`, pairs),
        ),
      ),
  },
  {
    check: 'name-case',
    title: 'a name in other case',
    fix: 'Verify the names of parameters as they came: Digits and digits are two.',
    kinds,
    make: (context) =>
      changeOne(context, ([name, value]) => [swapCase(name), value]).map(({ name, pairs }) =>
        attempt(context, `${name} in other case`, pairs),
      ),
  },
  {
    check: 'param-added',
    title: 'a parameter added',
    fix: fixes.coverAll,
    kinds,
    make: (context) =>
      ['Admin', 'Zone', 'Digits2', 'x', '_id', '0', 'Media[url]', 'Digits[]'].map((name) =>
        attempt(context, `${name} added`, [...context.params, [name, '1']]),
      ),
  },
  {
    check: 'nested-param',
    title: 'a nested parameter added',
    fix: 'Verify names with brackets as they came, or refuse what a parser made an object of.',
    kinds,
    make: (context) =>
      ['a[b]', 'a[b][c]', 'AddOns[0][x]'].map((name) =>
        attempt(context, `${name} added`, [...context.params, [name, '1']]),
      ),
  },
  {
    check: 'param-removed',
    title: 'a parameter removed',
    fix: fixes.coverAll,
    kinds,
    make: (context) =>
      context.params.map(([removed], i) =>
        attempt(
          context,
          `${removed} removed`,
          context.params.filter((_, at) => at !== i),
        ),
      ),
  },
  {
    check: 'param-repeated',
    title: 'a parameter repeated',
    fix: 'Verify every value of a repeated parameter. If only one of them is verified, whatever reads another one is deceived.',
    kinds,
    // Whoever reads and verifies one and the same value is not deceived.
    level: 'warn',
    failIfAll: true,
    make: (context) =>
      sample(context.params).flatMap((i) => {
        const [name = '', value = ''] = context.params[i] ?? [];
        const more = [name, `${value}9`] as const;
        return [
          attempt(context, `${name} again, changed`, [...context.params, more]),
          attempt(context, `${name} changed, then as signed`, [more, ...context.params]),
        ];
      }),
  },
];

function attempt(context: DoctorContext, sent: string, pairs: Pairs): Attempt {
  return {
    sent,
    request: withParams(context, pairs),
    right: signed(context, { params: pairs }),
  };
}

/** Changes one parameter after the other, if the change makes a difference to it. */
function changeOne(
  { params }: DoctorContext,
  change: (pair: Pairs[number]) => Pairs[number],
): { name: string; pairs: Pairs }[] {
  return params.flatMap((pair, place) => {
    const changed = change(pair);
    if (changed.join() === pair.join()) return [];
    return [{ name: pair[0], pairs: params.map((one, i) => (i === place ? changed : one)) }];
  });
}

/** The first, the middle and the last. */
function sample(list: readonly unknown[]): number[] {
  const last = list.length - 1;
  return [...new Set([0, Math.floor(last / 2), last])].filter((i) => i >= 0);
}

function swapCase(text: string): string {
  return text === text.toLowerCase() ? text.toUpperCase() : text.toLowerCase();
}
