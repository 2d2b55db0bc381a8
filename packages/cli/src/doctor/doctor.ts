import { checkForwardedHost, checkRefusal, checkSignedForms } from './answer-checks.js';
import type { DoctorContext } from './context.js';
import { type Finding, inWords, type Report } from './finding.js';
import { type Forgery, forgeries } from './forgeries/index.js';
import { checkGenuine, followed } from './genuine.js';
import { grade } from './grade.js';
import { Judge, type Judged } from './judge.js';
import { keyKind } from './key.js';
import { checkLoad } from './load-checks.js';
import { checkLogin } from './login-checks.js';
import { checkOverrides } from './overrides.js';
import { checkTransport } from './transport-checks.js';

/** Examines an endpoint. `onFinding` hears of each finding as it is made. */
export async function examine(
  configured: DoctorContext,
  onFinding: (finding: Finding) => void = () => {},
): Promise<Report> {
  const findings: Finding[] = [];
  const note = (...made: Finding[]) => {
    findings.push(...made);
    made.forEach(onFinding);
  };
  note(...(await checkTransport(configured)));
  const { context, judge, made } = await compare(configured);
  note(...made, await checkGenuine(context, judge));
  const answered = [...judge.genuine, ...judge.forged].some(({ status }) => status > 0);
  if (answered) {
    note(...checkRefusal(judge));
    note(...checkOverrides(configured.fragment, judge.genuine[0]));
    note(...(await checkLogin(context, judge)));
    const isUp = await tryForgeries(context, judge, note);
    if (isUp) {
      note(...(await checkForwardedHost(context, judge)));
      note(...(await checkSignedForms(context, judge)));
      if (context.genuine.body !== undefined) note(...(await checkLoad(context, judge)));
    }
    if (context.kind === 'form') note(ambiguity);
  }
  const moved = context !== configured;
  const { url } = configured.genuine.destination;
  const requests = configured.probe.requests + (moved ? context.probe.requests : 0);
  return { url, ...grade(findings, judge.distinct), answered, requests, findings };
}

/** Learns how genuine and forged requests are answered; at the URL that a redirect leads to, if it is the endpoint. */
async function compare(
  context: DoctorContext,
): Promise<{ context: DoctorContext; judge: Judge; made: Finding[] }> {
  const judge = new Judge(context);
  const { genuine } = await judge.prepare();
  const here = { context, judge, made: [] };
  const isRedirect = genuine.status >= 300 && genuine.status < 400;
  if (judge.accepts || !isRedirect || genuine.location === undefined) return here;
  const to = await followed(context);
  if (to === undefined) return here;
  const there = new Judge(to.context);
  await there.prepare();
  // What answers everyone alike is the same endpoint only if its path is.
  const isEndpoint = there.accepts && (there.distinct || to.isSamePath);
  return isEndpoint ? { context: to.context, judge: there, made: [to.finding] } : here;
}

/** Tries one forgery after the other, as long as the server answers; returns whether it still does. */
async function tryForgeries(
  context: DoctorContext,
  judge: Judge,
  note: (finding: Finding) => void,
): Promise<boolean> {
  const forgeriesFor = forgeries.filter(
    ({ kinds, keys }) =>
      (kinds?.includes(context.kind) ?? true) && (keys?.includes(keyKind(context.key)) ?? true),
  );
  for (const forgery of forgeriesFor) {
    const finding = await checkForgery(context, judge, forgery);
    const isSilent = finding.code !== undefined && finding.code !== 'rate-limit';
    const isDown = isSilent && (await context.probe.send(context.genuine)).status === 0;
    note(isDown ? { ...finding, fix: wentSilent } : finding);
    if (isDown) return false;
  }
  return true;
}

async function checkForgery(
  context: DoctorContext,
  judge: Judge,
  forgery: Forgery,
): Promise<Finding> {
  const { check, title, level = 'fail', failIfAll = false } = forgery;
  const made: (Judged & { sent: string })[] = [];
  for (const attempt of forgery.make(context)) {
    const judged = { ...(await judge.judge(attempt)), sent: attempt.sent };
    made.push(judged);
    const { outcome } = judged;
    // One is enough, and those after it would only be more requests.
    if (outcome === 'limited' || (outcome === 'accepted' && !failIfAll)) break;
  }
  const worst = worstFirst
    .map((outcome) => made.find((one) => one.outcome === outcome))
    .find((one) => one !== undefined);
  if (worst === undefined) {
    return { check, title, level: 'skip', sent: 'nothing', got: 'does not apply to this URL' };
  }
  const { sent, answer, outcome } = worst;
  const base = { check, title, sent, got: inWords(answer) };
  switch (outcome) {
    case 'accepted': {
      const all = failIfAll && made.every((one) => one.outcome === 'accepted');
      return { ...base, level: all ? 'fail' : level, fix: forgery.fix };
    }
    case 'broke':
      return {
        ...base,
        level: 'error',
        ...(answer.failure && { code: answer.failure }),
        fix: answerIt,
      };
    case 'limited':
      return { ...base, level: 'skip', got: `${base.got}: a rate limit`, code: 'rate-limit' };
    case 'elsewhere':
      return { ...base, level: 'advice', got: `${base.got}, another content`, fix: harmless };
    case 'refused':
      return { ...base, level: 'pass' };
  }
}

const worstFirst = ['accepted', 'broke', 'limited', 'elsewhere', 'refused'] as const;
const answerIt =
  'Answer 403 if the signature does not match; a server error hides the reason, and is retried.';
const wentSilent =
  'From here on the server answers nothing, genuine requests included: it ended, or it blocks this address. Its log says more. The other checks were not made.';
const harmless =
  'This is answered under any signature, and with something else than the genuine request. See that nothing happens there that needs one.';

/** The scheme has no delimiters: what no server of it can refuse in general. */
const ambiguity: Finding = {
  check: 'moved-boundary',
  title: 'name/value ambiguity',
  level: 'advice',
  sent: 'nothing',
  got: 'Digits=1234 and Digits1=234 have one signature: that is the scheme',
  fix: 'Read the parameters that you know, check AccountSid (sig: "accountSid"), and keep to https.',
};
