import { once } from 'node:events';
import { type CoverageServer, portOf } from '@sig/conformance/coverage';
import {
  type Act,
  type Acted,
  createActs,
  guardsOf,
  type Harness,
  type Setting,
  scenarios,
} from '@sig/conformance/suite';
import { guard, type LambdaEvent, type WebhookOptions, webhook } from '@sig/lambda';
import { type ServeOptions, serve, type Trigger } from '@sig/lambda/local';

/** Functions behind one trigger, for the conformance suite. */
export function harness(trigger: Trigger): Harness {
  const act = createActs();
  return {
    name: `lambda ${trigger}`,
    without: without(trigger),
    start(setting) {
      return serving(makeHandler(setting, act), {
        port: 0,
        trigger,
        trustProxy: setting.trustProxy,
      });
    },
  };
}

/** A handler behind a trigger, on a port of this machine. */
export async function serving(
  handler: Parameters<typeof serve>[0],
  options: ServeOptions,
): Promise<CoverageServer> {
  const server = serve(handler, options);
  await once(server, 'listening');
  return {
    port: portOf(server),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function without(trigger: Trigger): Record<string, string> {
  const waits = 'Triggers wait for the whole body, and have a limit of their own.';
  const params = 'The event has the parameters of the query, and not how they were written.';
  const decoded = 'HTTP APIs decode the path: %2F is a slash then.';
  const last = 'Of several headers of one name the event has the last one.';
  const named = 'The event has the name of the domain.';
  return {
    upgrade: 'No trigger of these passes upgrades on.',
    parsers: 'Nothing parses the body of an event before the handler.',
    parsersFirst: 'Nothing parses the body of an event before the handler.',
    'a malformed signature is refused before the body has come': waits,
    'an endless body is answered long before its end': waits,
    ...(!/^load-balancer/.test(trigger) && {
      'rejects: HTTP/1.0 without a Host (url-unknown)': named,
    }),
    ...(!/^(?:http-api|function-url)$/.test(trigger) && {
      'accepts: escapes, quotes, plus and pipe as they came': params,
    }),
    ...(/^http-api/.test(trigger) && {
      'get, escapes stay: accepted': decoded,
    }),
    ...(trigger === 'http-api' && {
      'accepts: escapes, quotes, plus and pipe as they came': decoded,
    }),
    ...(trigger === 'load-balancer' && {
      'rejects: two signatures (malformed-signature)': last,
      'bearer: two Authorization headers are refused': last,
      'a settings header that comes twice is refused': last,
    }),
  };
}

type Handler = (event: LambdaEvent, context: unknown) => Promise<unknown>;

function makeHandler({ scenario, alone }: Setting, act: Act): Handler {
  const options: WebhookOptions = scenarios[scenario];
  if (alone) {
    return guard({ httpAuth: guardsOf(scenario) }, (event) => {
      const bytes = Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8');
      const body = event.isBase64Encoded || bytes.length === 0 ? {} : JSON.parse(String(bytes));
      return response(event, {
        reached: true,
        body,
        rawBody: event.body ? bytes.toString('base64') : null,
      });
    });
  }
  return webhook(options, async (event: LambdaEvent, _context, received) => {
    const acted = await act(received);
    if (acted !== undefined) return actedResponse(event, acted);
    const { body, rawBody, ok, params, url, target, key } = received;
    const base64 = Buffer.from(rawBody ?? []).toString('base64');
    const webhook = { ok, params, url, target, key };
    return response(event, { reached: true, body, rawBody: base64, webhook });
  });
}

function actedResponse(event: LambdaEvent, { status, headers, chunks }: Acted) {
  const lists = Object.fromEntries(Object.entries(headers).map(([name, one]) => [name, [one]]));
  return {
    statusCode: status,
    ...(event.headers === undefined ? { multiValueHeaders: lists } : { headers }),
    body: chunks.join(''),
  };
}

/** A response in the shape that the trigger takes. */
function response(event: LambdaEvent, echo: object) {
  const isMulti = event.headers === undefined;
  return {
    statusCode: 200,
    ...(isMulti
      ? { multiValueHeaders: { 'Content-Type': ['application/json'] } }
      : { headers: { 'Content-Type': 'application/json' } }),
    body: JSON.stringify(echo),
  };
}
