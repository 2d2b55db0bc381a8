import { type DoctorContext, signed } from './context.js';
import { type Finding, inWords } from './finding.js';
import type { Judge } from './judge.js';
import { type Answer, Probe } from './probe.js';

type Credentials = NonNullable<DoctorContext['genuine']['destination']['credentials']>;

/** Challenge, wrong password, replay: if the URL has a password. And whether senders of such requests can log in. */
export async function checkLogin(context: DoctorContext, judge: Judge): Promise<Finding[]> {
  const { genuine, probe } = context;
  if (genuine.destination.credentials === undefined) {
    return digestForEvents(context, judge.genuine[0]?.challenges ?? []);
  }
  const bare = await probe.sendBare(genuine);
  return [
    ...(await checkPassword(context, bare, genuine.destination.credentials)),
    ...digestForEvents(context, bare.challenges),
  ];
}

/** Event Streams sends JSON, presents Basic with the first request, and does not answer Digest challenges. */
function digestForEvents({ kind }: DoctorContext, challenges: readonly string[]): Finding[] {
  const schemes = challenges.map((one) => one.split(' ')[0]?.toLowerCase());
  if (kind !== 'body' || schemes.length === 0) return [];
  if (!schemes.every((scheme) => scheme === 'digest')) return [];
  return [
    {
      check: 'digest-for-events',
      title: 'Digest for JSON',
      level: 'warn',
      sent: 'JSON without credentials',
      got: 'challenges for Digest alone',
      fix: 'Event Streams presents Basic credentials with the first request and does not answer Digest: accept Basic (over https) for this endpoint too.',
    },
  ];
}

async function checkPassword(
  context: DoctorContext,
  bare: Answer,
  credentials: Credentials,
): Promise<Finding[]> {
  const { genuine, probe, options } = context;
  const challenged = bare.status === 401 && bare.challenges.length > 0;
  const findings: Finding[] = [
    {
      check: 'challenge',
      title: 'asks for the password',
      level: challenged ? 'pass' : 'fail',
      sent: 'a signed request without credentials',
      got: challenged
        ? `401, ${bare.challenges.map((one) => one.split(' ')[0]).join(', ')}`
        : inWords(bare),
      ...(challenged
        ? {}
        : { fix: 'Answer 401 with WWW-Authenticate if there are no credentials.' }),
    },
  ];
  if (!challenged) return findings;

  const intruder = new Probe(options, { ...credentials, password: `${credentials.password}x` });
  const wrong = await intruder.send(genuine);
  findings.push({
    check: 'wrong-password',
    title: 'a wrong password',
    level: wrong.status === 401 || wrong.status === 403 ? 'pass' : 'fail',
    sent: 'a signed request with a wrong password',
    got: inWords(wrong),
    ...(wrong.status === 401 || wrong.status === 403
      ? {}
      : { fix: 'Check the password of every request.' }),
  });

  const right = await new Probe(options, credentials).send(signed(context));
  if (right.authorization?.startsWith('Digest') && right.status < 400) {
    const again = await probe.sendBare(genuine, right.authorization);
    const refused = again.status === 401;
    const stale = again.challenges.some((one) => /stale="?true/i.test(one));
    findings.push({
      check: 'digest-replay',
      title: 'a Digest answer sent again',
      level: refused ? 'pass' : 'fail',
      sent: 'the same Authorization a second time',
      got: inWords(again) + (stale ? ', stale=true' : ''),
      ...(refused ? {} : { fix: 'Accept each nonce count once (RFC 7616, section 3.4).' }),
    });
  }
  return findings;
}
