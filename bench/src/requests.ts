import { sign } from '@sig/core';
import { authToken } from '../servers/settings.js';

export { authToken };
export const url = 'https://example.com/voice?lang=en';
export const formType = 'application/x-www-form-urlencoded';

/** The parameters of a real call, 20 of them. */
const call: Readonly<Record<string, string>> = {
  Called: '+15550100002',
  ToState: 'CA',
  CallerCountry: 'US',
  Direction: 'inbound',
  CallerState: 'NY',
  ToZip: '94105',
  CallSid: 'CA00000000000000000000000000000001',
  To: '+15550100002',
  CallerZip: '10001',
  ToCountry: 'US',
  ApiVersion: '2010-04-01',
  CalledZip: '94105',
  CalledCity: 'SAN FRANCISCO',
  CallStatus: 'ringing',
  From: '+15550100001',
  AccountSid: 'AC00000000000000000000000000000001',
  CalledCountry: 'US',
  CallerCity: 'NEW YORK',
  Caller: '+15550100001',
  FromCity: 'NEW YORK',
};

/** So many parameters, of the kind that calls have. */
export function paramsOf(count: number): Record<string, string> {
  const entries = Object.entries(call);
  return Object.fromEntries(
    Array.from({ length: count }, (_, i) => {
      const [name = '', value = ''] = entries[i % entries.length] ?? [];
      const round = Math.floor(i / entries.length);
      return [round === 0 ? name : `${name}${round}`, value];
    }),
  );
}

/** A signed form, in every shape that a verifier takes. */
export function formOf(count: number) {
  const params = paramsOf(count);
  const { signature } = sign({ authToken, url, params });
  return {
    params,
    signature,
    forged: forge(signature),
    body: Buffer.from(new URLSearchParams(params).toString()),
  };
}

/** Signed JSON of so many bytes. */
export function jsonOf(length: number) {
  const frame = JSON.stringify({ type: 'call.ended', pad: '' });
  const body = Buffer.from(frame.replace('""', `"${'x'.repeat(length - frame.length)}"`));
  return { body, ...sign({ authToken, url, body }) };
}

export function forge(signature: string): string {
  return (signature.startsWith('A') ? 'B' : 'A') + signature.slice(1);
}
