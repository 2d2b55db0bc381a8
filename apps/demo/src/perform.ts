import { exchange, headerOf, type Play, type WireResponse } from '@sig/conformance';
import type { Outcome } from './scene.js';
import type { RunningServer } from './server.js';

/** Sends a play's request over a connection of its own; `undefined` if the framework cannot play it. */
export async function perform(
  play: Play,
  { port, upgrades = true, refusedUpgrade, without }: RunningServer,
): Promise<Outcome | undefined> {
  const isUpgrade = headerOf(play.request, 'Upgrade') !== '';
  if ((!upgrades && isUpgrade) || without?.[play.title] !== undefined) return undefined;
  const start = performance.now();
  const response = await exchange(port, play.request);
  const milliseconds = performance.now() - start;
  const { status } = response;
  const code = codeOf(response);
  const accepted = status === 101 || (status >= 200 && status < 300);
  const refused =
    isUpgrade && refusedUpgrade !== undefined
      ? status === refusedUpgrade
      : status === play.status && code === play.code;
  const good = play.code === undefined ? accepted : refused;
  const got = good || code === undefined ? String(status) : `${status} ${code}`;
  return { got, milliseconds, good };
}

/** The examples answer with JSON that has a `code`; a refused upgrade with `code: message`. */
function codeOf({ status, body }: WireResponse): string | undefined {
  if (status < 400) return undefined;
  return /"code":"([a-z-]+)"/.exec(body)?.[1] ?? /^([a-z-]+): /.exec(body)?.[1];
}
