import { exchange, formPost, upgrade, withHeader } from '@sig/conformance';
import type { Outcome, Scene } from './scene.js';
import type { RunningServer } from './server.js';

/** Scenes of what counts once: an event that comes again, and the ticket of a media stream. */
export function onceScenes(authToken: string, origin: string): Scene[] {
  const to = { authToken, origin };

  const scene = (
    title: string,
    expected: string,
    play: (port: number) => Promise<string>,
  ): Scene => ({
    title,
    expected,
    async perform({ port, once = false }: RunningServer): Promise<Outcome | undefined> {
      if (!once) return undefined;
      const start = performance.now();
      const got = await play(port);
      return { got, milliseconds: performance.now() - start, good: got === expected };
    },
  });

  const status = (MessageStatus: string) =>
    formPost(to, '/sms/status', { MessageSid: `SM${'0123456789abcdef'.repeat(2)}`, MessageStatus });

  /** An upgrade with a new ticket, as the TwiML of a call says. */
  async function upgradeOf(port: number, callSid: string) {
    const { body } = await exchange(port, formPost(to, '/voice/stream', { CallSid: callSid }));
    const [, url = ''] = /<Stream url="([^"]+)"/.exec(body) ?? [];
    return upgrade(to, new URL(url).pathname);
  }

  return [
    scene('a retry is answered, and runs nothing', '200, then the same answer', async (port) => {
      const request = status('sent');
      const [first, second] = [await exchange(port, request), await exchange(port, request)];
      const isReplay = second.headers['idempotent-replayed'] === 'true';
      const isSame = isReplay && second.status === first.status && second.body === first.body;
      return `${first.status}, then ${isSame ? 'the same answer' : `another: ${second.body}`}`;
    }),
    scene('the next status of the message runs', '200, counted', async (port) => {
      const { status: code, headers, body } = await exchange(port, status('delivered'));
      const isCounted = headers['idempotent-replayed'] === undefined && body.includes('2');
      return `${code}, ${isCounted ? 'counted' : `not counted: ${body}`}`;
    }),
    scene('a stolen ticket', '101, then 403', async (port) => {
      const captured = await upgradeOf(port, 'CA1');
      const [first, second] = [await exchange(port, captured), await exchange(port, captured)];
      return `${first.status}, then ${second.status}`;
    }),
    scene('a ticket without a signature is not used up', '403, then 101', async (port) => {
      const request = await upgradeOf(port, 'CA2');
      const unsigned = withHeader(request, 'X-Twilio-Signature', undefined);
      const [first, second] = [await exchange(port, unsigned), await exchange(port, request)];
      return `${first.status}, then ${second.status}`;
    }),
  ];
}
