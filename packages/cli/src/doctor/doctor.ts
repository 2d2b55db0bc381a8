import type { DoctorContext } from './context.js';
import type { Finding, Report } from './finding.js';
import { type Forgery, forgeries } from './forgeries.js';
import { checkLoad } from './load-checks.js';
import { checkLogin } from './login-checks.js';
import { type Answer, inWords, seen } from './probe.js';
import { checkTransport } from './transport-checks.js';

/** Examines an endpoint. `onFinding` hears of each finding as it is made. */
export async function examine(
  context: DoctorContext,
  onFinding: (finding: Finding) => void = () => {},
): Promise<Report> {
  const findings: Finding[] = [];
  const note = (...made: Finding[]) => {
    findings.push(...made);
    made.forEach(onFinding);
  };
  note(...(await checkTransport(context)));
  const genuine = await checkGenuine(context);
  note(genuine);
  const isUp = !genuine.got.startsWith('no response');
  if (isUp) {
    note(...(await checkLogin(context)));
    for (const forgery of forgeries) note(await checkForgery(context, forgery));
    note(...(await checkLoad(context)));
    note(ambiguity);
  }
  const { destination } = context.genuine;
  return { url: destination.url, findings, answered: isUp, ...judge(findings) };
}

async function checkGenuine({ probe, genuine }: DoctorContext): Promise<Finding> {
  const answer = await probe.send(genuine);
  const base = {
    check: 'genuine',
    title: 'a genuine request',
    sent: 'a form, signed for this URL',
    ...seen(answer),
  };
  const { status, location } = answer;
  if (status >= 200 && status < 300) return { ...base, level: 'pass' };
  return {
    ...base,
    level: status === 0 || status >= 500 ? 'error' : 'fail',
    fix: fixOf(status, location),
  };
}

function fixOf(status: number, location: string | undefined): string {
  if (status === 0) return 'See that the server runs and can be reached from here.';
  if (status >= 500) return 'The server broke. Its log says why.';
  if (location !== undefined) return `Configure the URL that it redirects to: ${location}`;
  if (status === 401) return 'Put user:password@ into the URL, and check them.';
  if (status === 404) return 'There is nothing at this path. Check the URL.';
  if (status === 405) return 'The route does not take POST.';
  return 'Check that the auth token is the one that the server has, and that the server verifies the URL that you gave here (sig: "publicUrl"). sig explain says more.';
}

async function checkForgery(context: DoctorContext, forgery: Forgery): Promise<Finding> {
  const { check, title, fix } = forgery;
  const answers: { sent: string; answer: Answer }[] = [];
  for (const { sent, request } of forgery.make(context)) {
    answers.push({ sent, answer: await context.probe.send(request) });
  }
  const worst =
    answers.find(({ answer }) => answer.status >= 200 && answer.status < 400) ??
    answers.find(({ answer }) => answer.status >= 500 || answer.status === 0) ??
    answers[0];
  const { sent = '', answer } = worst ?? {};
  const got = answer === undefined ? '' : inWords(answer);
  const status = answer?.status ?? 0;
  const base = { check, title, sent, got };
  if (status >= 200 && status < 400) return { ...base, level: 'fail', fix };
  if (status >= 500 || status === 0) {
    const answerIt =
      'Answer 403 if the signature does not match; a server error hides the reason, and is retried.';
    return { ...base, level: 'error', fix: answerIt };
  }
  return { ...base, level: 'pass' };
}

/** The scheme has no delimiters: what no server of it can refuse in general. */
const ambiguity: Finding = {
  check: 'moved-boundary',
  title: 'name/value ambiguity',
  level: 'advice',
  sent: 'nothing',
  got: 'Digits=1234 and Digits1=234 have one signature: that is the scheme',
  fix: 'Read the parameters that you know, check AccountSid (sig: "accountSid"), and keep to https.',
};

/** The checks whose failure means that a forgery gets in. */
const doors = new Set([
  ...forgeries.map(({ check }) => check),
  'oversized-body',
  'challenge',
  'wrong-password',
  'digest-replay',
]);

function judge(findings: readonly Finding[]): Pick<Report, 'grade' | 'verdict'> {
  const forged = findings.filter(({ check }) => forgeries.some((one) => one.check === check));
  const genuine = findings.find(({ check }) => check === 'genuine');
  const open = findings.filter(({ check, level }) => level === 'fail' && doors.has(check));
  if (forged.length > 0 && forged.every(({ level }) => level === 'fail')) {
    return { grade: 'F', verdict: 'This server accepts everything: it verifies nothing.' };
  }
  if (open.length > 0) {
    const names = open.map(({ title }) => title).join('; ');
    return { grade: 'F', verdict: `Forged requests get in: ${names}.` };
  }
  if (genuine?.level !== 'pass') {
    const refusesAll = genuine?.level === 'fail' && forged.every(({ level }) => level === 'pass');
    return {
      grade: 'D',
      verdict: refusesAll
        ? `This server refuses everything, genuine requests too (${genuine?.got}).`
        : `Genuine requests do not get through (${genuine?.got ?? 'not tried'}).`,
    };
  }
  const has = (...levels: Finding['level'][]) =>
    findings.some(({ level }) => levels.includes(level));
  if (has('fail', 'error')) {
    const broken = findings.filter(({ level }) => level === 'fail' || level === 'error');
    return {
      grade: 'C',
      verdict: `Nothing forged gets in, but: ${broken.map(({ title, got }) => `${title} (${got})`).join('; ')}.`,
    };
  }
  if (has('warn'))
    return { grade: 'B', verdict: 'Nothing forged gets in. A few things are to be fixed.' };
  return { grade: 'A', verdict: 'Genuine requests get in, and nothing else does.' };
}
