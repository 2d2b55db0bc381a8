import type { Finding, Grade, Report } from './finding.js';
import { forgeries } from './forgeries/index.js';

/** The grades, the best first, and what they mean. */
export const grades = {
  A: 'all good',
  B: 'something to fix; nothing forged gets in',
  C: 'the server breaks on some requests',
  D: 'genuine requests do not get in',
  F: 'forged requests get in, or requests without the password',
} as const satisfies Record<Grade, string>;

/** The checks whose failure means that a forgery gets in. */
const doors = new Set([
  ...forgeries.map(({ check }) => check),
  'oversized-body',
  'challenge',
  'wrong-password',
  'digest-replay',
]);

/** If both get in, nothing is verified. */
const basics = ['no-signature', 'wrong-token'];

/** Grades findings: the first row that applies. */
export function grade(
  findings: readonly Finding[],
  distinct: boolean,
): Pick<Report, 'grade' | 'verdict'> {
  const open = findings.filter(({ check, level }) => level === 'fail' && doors.has(check));
  const genuine = findings.find(({ check }) => check === 'genuine');
  if (basics.every((check) => open.some((one) => one.check === check))) {
    const same = distinct
      ? ''
      : ` Genuine and forged requests get the same answer (${genuine?.got}).`;
    return {
      grade: 'F',
      verdict: `This server accepts everything: it verifies nothing, or does not show that it does.${same}`,
    };
  }
  if (open.length > 0) return { grade: 'F', verdict: `Forged requests get in: ${names(open)}.` };
  if (genuine?.level !== 'pass') return withoutGenuine(findings, genuine);
  const broken = findings.filter(({ level }) => level === 'fail' || level === 'error');
  if (broken.length > 0) {
    return { grade: 'C', verdict: `Nothing forged gets in, but: ${namesAndAnswers(broken)}.` };
  }
  const toFix = findings.filter(({ level }) => level === 'warn');
  const unchecked = findings.filter(({ code }) => code === 'rate-limit');
  if (toFix.length + unchecked.length > 0) {
    const reasons = [
      ...(toFix.length > 0 ? [`To fix: ${namesAndAnswers(toFix)}.`] : []),
      ...(unchecked.length > 0
        ? [`Not checked, because of a rate limit: ${names(unchecked)}. Lift it for this address.`]
        : []),
    ];
    return { grade: 'B', verdict: `Nothing forged gets in. ${reasons.join(' ')}` };
  }
  return { grade: 'A', verdict: 'Genuine requests get in, and nothing else does.' };
}

function withoutGenuine(
  findings: readonly Finding[],
  genuine: Finding | undefined,
): Pick<Report, 'grade' | 'verdict'> {
  const forged = findings.filter(({ check }) => forgeries.some((one) => one.check === check));
  const refusesAll =
    genuine?.level === 'fail' && forged.length > 0 && forged.every(({ level }) => level === 'pass');
  const got = genuine?.got ?? 'not tried';
  return {
    grade: 'D',
    verdict: refusesAll
      ? `This server refuses everything, genuine requests too (${got}).`
      : `Genuine requests do not get through (${got}).`,
  };
}

const names = (findings: readonly Finding[]) => findings.map(({ title }) => title).join('; ');
const namesAndAnswers = (findings: readonly Finding[]) =>
  findings.map(({ title, got }) => `${title} (${got})`).join('; ');
