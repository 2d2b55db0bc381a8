import { stringToSign } from '@sig/core';
import { candidateUrls } from '@sig/core/adapter';
import { type DoctorContext, isLocal, withSignature } from './context.js';
import { type Finding, inWords } from './finding.js';
import { forwardedHost } from './forgeries/url.js';
import { isLimit, type Judge } from './judge.js';
import { signText } from './key.js';

/** In which form an endpoint refuses, if the sender or its logs understand another one better. */
export function checkRefusal(judge: Judge): Finding[] {
  const [answer] = judge.forged;
  if (answer === undefined || !judge.distinct || !judge.accepts) return [];
  const { status } = answer;
  if (status >= 500 || (status >= 400 && !isLimit(answer))) return [];
  return [
    {
      check: 'refusal',
      title: 'how it refuses',
      level: 'advice',
      sent: 'a forged request',
      got: status >= 200 && status < 300 ? `${status}, another body` : inWords(answer),
      fix: refusalFix(status),
    },
  ];
}

function refusalFix(status: number): string {
  if (status === 0) {
    return 'Answer 403: for the sender, a closed connection is a server that is down, and it requests the fallback URL.';
  }
  if (status === 429) return 'Answer 403: 429 is for too many requests, and may be tried again.';
  if (status >= 300)
    return 'Answer 403: the sender follows redirects, and takes the page for the answer.';
  return `Answer 403: ${status} is a success for the sender and in every log, so that a wrong token goes unnoticed.`;
}

/** Forms of the URL that senders are known to sign; a receiver that refuses them refuses genuine requests. */
export async function checkSignedForms(context: DoctorContext, judge: Judge): Promise<Finding[]> {
  if (!judge.accepts || !judge.distinct) return [];
  const { genuine, kind, params, key } = context;
  const { withUserinfo } = genuine.destination;
  const userinfo = /\/\/([^/?#@]*)@/.exec(withUserinfo)?.[1] ?? '';
  const all = candidateUrls(genuine.signedUrl, userinfo);
  const refused: string[] = [];
  // Those that differ in one thing: each rule doubles the list.
  for (const [at, url] of all.entries()) {
    if (![1, 2, 4, 8].includes(at)) continue;
    const text = stringToSign(url, kind === 'form' ? [...params] : {});
    const request = withSignature(genuine, signText(key, text));
    const { outcome } = await judge.judge({ sent: '', request });
    if (outcome === 'refused') refused.push(nameOf(url, genuine.signedUrl));
  }
  const found = {
    check: 'signed-forms',
    title: 'other forms of the URL, signed',
    sent: 'forms of the URL that senders sign',
  };
  if (refused.length === 0) return [{ ...found, level: 'pass', got: 'accepted' }];
  const fix =
    'Some senders sign these forms. Verify them too, after the URL as it came (sig does).';
  return [{ ...found, level: 'advice', got: `refused: ${refused.join(', ')}`, fix }];
}

/** What a form of a URL differs in. No part of it is shown: it may have a password. */
function nameOf(url: string, signedUrl: string): string {
  if (/\/\/[^/?#]*@/.test(url)) return 'with user:password@';
  if (url.includes("'") !== signedUrl.includes("'")) return 'with an apostrophe escaped or not';
  const pathOf = (text: string) => text.replace(/^[a-z]+:\/\/[^/?#]*/i, '');
  if (pathOf(url) !== pathOf(signedUrl)) return 'with or without the slash at the end';
  return 'with or without the default port';
}

/** Whether anyone may say for which host a request is. */
export async function checkForwardedHost(context: DoctorContext, judge: Judge): Promise<Finding[]> {
  const local = isLocal(context.genuine.destination.hostname);
  for (const attempt of judge.accepts && judge.distinct ? forwardedHost(context) : []) {
    const { outcome, answer } = await judge.judge(attempt);
    if (outcome !== 'accepted') continue;
    return [
      {
        check: 'forwarded-host',
        title: 'trust in X-Forwarded-Host',
        level: local ? 'advice' : 'warn',
        sent: attempt.sent,
        got: inWords(answer),
        fix: local
          ? 'This machine may say for which host a request is. See that only your proxy may, or set your public URL (sig: "publicUrl").'
          : 'Anyone may say for which host a request is. Trust that header from your proxy alone, or set your public URL (sig: "publicUrl").',
      },
    ];
  }
  return [];
}
