import { expect } from 'vitest';
import { forgeries, genuineTraffic, type Play } from '../kit/forged-requests.js';
import { behindTlsProxy, headerOf } from '../kit/requests.js';
import type { Check } from './check.js';
import { authToken } from './scenarios.js';
import { codeOf, echoOf, type Servers } from './servers.js';

const origin = 'http://phone.example:8080';
/** The demo's traffic: all that is genuine gets through byte for byte, all that is forged does not. */
export function traffic({ send }: Servers, check: Check): void {
  const isUpgrade = (play: Play) => headerOf(play.request, 'Upgrade') !== '';
  const needs = (play: Play) => (isUpgrade(play) ? 'upgrade' : undefined);

  for (const play of genuineTraffic({ authToken, origin }, behindTlsProxy(authToken))) {
    check(
      `accepts: ${play.title}`,
      async () => {
        const response = await send(play.request);
        expect(response.status).toBe(play.status);
        if (isUpgrade(play)) return;
        const sent = Buffer.from(play.request.body ?? '');
        const echo = echoOf(response);
        expect(Buffer.from(echo?.rawBody ?? '', 'base64')).toEqual(sent);
        expect(echo?.body).toEqual(
          play.title.includes('JSON')
            ? JSON.parse(sent.toString())
            : Object.fromEntries(new URLSearchParams(sent.toString())),
        );
      },
      needs(play),
    );
  }

  for (const play of forgeries({ authToken, origin })) {
    check(
      `rejects: ${play.title} (${play.code})`,
      async () => {
        const response = await send(play.request);
        expect(response.status).toBe(play.status);
        expect(echoOf(response)).toBeUndefined();
        if (!isUpgrade(play)) expect(codeOf(response)).toBe(play.code);
      },
      needs(play),
    );
  }
}
