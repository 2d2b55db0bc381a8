import { once } from 'node:events';
import { portOf } from '@sig/conformance/coverage';
import { guardsOf, type Harness, type Setting, scenarios } from '@sig/conformance/suite';
import {
  guard,
  type LambdaEvent,
  type WebhookOptions,
  type WebhookRequest,
  webhook,
} from '@sig/lambda';
import { serve, type Trigger } from '@sig/lambda/local';

/** Functions behind one trigger, for the conformance suite. */
export function harness(trigger: Trigger): Harness {
  return {
    name: `lambda ${trigger}`,
    without: {},
    async start(setting) {
      const server = serve(makeHandler(setting), { port: 0, trigger });
      await once(server, 'listening');
      return {
        port: portOf(server),
        async close() {
          server.closeAllConnections();
          await new Promise((resolve) => server.close(resolve));
        },
      };
    },
  };
}

type Handler = (event: LambdaEvent, context: unknown) => Promise<unknown>;

function makeHandler({ scenario, alone, trustProxy }: Setting): Handler {
  const options: WebhookOptions = scenarios[scenario];
  if (alone) {
    return guard({ httpAuth: guardsOf(scenario) }, (event) =>
      response(event, { reached: true, body: undefined, rawBody: null }),
    );
  }
  const trusting =
    trustProxy && options.publicUrl === undefined
      ? { ...options, publicUrl: forwardedOrigin }
      : options;
  return webhook(trusting, (event: LambdaEvent, _context, received) => {
    const { body, rawBody, ok, params, url, target, key } = received;
    const base64 = Buffer.from(rawBody ?? []).toString('base64');
    const webhook = { ok, params, url, target, key };
    return response(event, { reached: true, body, rawBody: base64, webhook });
  });
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

/** What a proxy in front of the trigger says, as an app that trusts it writes it. */
function forwardedOrigin(request: WebhookRequest): string {
  const first = request.header('x-forwarded-host')?.split(',')[0]?.trim();
  return `${request.protocol}://${first ?? request.host ?? ''}`;
}
