import type { WebhookOptions } from '@sig/core';
import type { Explanation } from '@sig/core/explain';
import { apps } from './apps.js';
import type { Deployment, Gateway, Sends, Setup } from './deployment.js';
import { listen } from './listening.js';
import { type AppPort, openAppPort } from './running-app.js';
import { authToken, requestFor, send } from './sending.js';
import { type Running, startServer } from './servers/index.js';

/** What became of one request. */
export interface Outcome {
  readonly status: number;
  readonly explanation: Explanation | undefined;
  /** What the adapter printed of it. */
  readonly printed: string;
}

/** Whether the request verified. */
export const isAccepted = ({ status }: Outcome): boolean => status === 200 || status === 101;

interface Sent {
  readonly configured?: string | undefined;
  readonly sends?: Sends | undefined;
  readonly before?: readonly string[];
}

/** The server and the app of a deployment, which run with one change or another. */
export class Bench {
  #appPort: AppPort | undefined;
  readonly #running = new Map<string | Gateway, Running>();

  constructor(readonly deployment: Deployment) {}

  /** Sends the genuine request, with changes to what the deployment is. */
  async run(change: Partial<Setup>, sent: Sent = {}): Promise<Outcome> {
    const setup = { ...this.deployment, ...change };
    this.#appPort ??= await openAppPort();
    const appPort = this.#appPort;
    const { config = '' } = setup;
    const server = this.#running.get(config) ?? (await startServer(setup, appPort.port));
    this.#running.set(config, server);

    const heard = listen();
    const restore = setEnvironment(setup.env);
    const options: WebhookOptions = { authToken, ...setup.options };
    const { onReject } = heard;
    appPort.run(await apps[setup.app ?? 'express']({ ...options, onReject: onReject(options) }));
    try {
      const { before = this.deployment.before ?? [] } = sent;
      const sends = sent.sends ?? this.deployment.sends;
      for (const url of before) {
        await send(server.port, requestFor(url, sends));
        await heard.printed();
      }
      const configured = sent.configured ?? this.deployment.configured;
      const status = await send(server.port, requestFor(configured, sends));
      if (status === 200 || status === 101) return { status, explanation: undefined, printed: '' };
      const printed = await heard.printed();
      return { status, explanation: await heard.explanation(), printed };
    } finally {
      heard.stop();
      restore();
    }
  }

  async stop(): Promise<void> {
    for (const server of this.#running.values()) await server.stop();
    this.#appPort?.stop();
  }
}

/** Sets variables; returns how they are set back. */
function setEnvironment(env: Readonly<Record<string, string>> = {}): () => void {
  const before = { ...process.env };
  Object.assign(process.env, env);
  return () => {
    for (const name of Object.keys(env)) delete process.env[name];
    Object.assign(process.env, before);
  };
}
