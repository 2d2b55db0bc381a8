import { describe, expect, it } from 'vitest';
import { alternateTargets, reserialize } from '../src/alternate-targets.js';

describe('alternateTargets', () => {
  it.each([
    ['/a?x=b+c', '/a?x=b%20c'],
    ['/a?x=', '/a?x'],
    ['/a', '/a?'],
    ['/a?next=https%3A%2F%2Fb.example%2F', '/a?next=https://b.example/'],
    ['/a?token=YWI%3D%3D', '/a?token=YWI=='],
    ['/a?x=1%7C2', '/a?x=1|2'],
    ['/a?x=%27%28%29', "/a?x='()"],
    ['/a?flag=&x%5B%5D=1', '/a?flag&x[]=1'],
  ])('%s may have been %s', (seen, original) => {
    expect([...alternateTargets(seen)]).toContain(original);
  });

  it.each([
    '/a?x=1%26y%3D2',
    '/a?x=1=2',
    '/a?x=%25zz',
    '/a?b=1&a=2&b=3',
    '/a?1=2&0=1',
    '/a?&&',
    '/a?x=%FF',
  ])('each alternate of %s gives exactly that again', (seen) => {
    const query = seen.slice(2);
    const alternates = [...alternateTargets(seen)];
    expect(alternates.length).toBeLessThanOrEqual(10);
    for (const alternate of alternates) expect(reserialize(alternate.slice(2))).toBe(query);
  });

  it.each(['?x=b%20c', '?x', '?', '?&&', '?x=1=2', '?x=%FF', '?b=1&a=2&b=3', '?1=2&0=1', "?x='"])(
    'none of %s, which is no re-serialization',
    (query) => {
      expect([...alternateTargets(`/a${query}`)]).toEqual([]);
    },
  );
});

it('reserialize does what the Node runtime of Next.js 15 and 16 does', () => {
  expect(reserialize('?b=1&a=1&b=2')).toBe('?b=1&b=2&a=1');
  expect(reserialize('?1=2&x=3&0=1')).toBe('?0=1&1=2&x=3');
  expect(reserialize('?a&&b=~!*()%7e')).toBe('?a=&b=%7E%21*%28%29%7E');
  expect(reserialize('?')).toBe('');
});
