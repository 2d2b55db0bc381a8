import type { WebhookOptions } from '@sig/core';
import { type Explanation, explainRequest } from '@sig/core/explain';
import { apps } from './apps.js';
import type { Deployment, Gateway, Sends, Setup } from './deployment.js';
import { type AppPort, openAppPort } from './running-app.js';
import { authToken, requestFor, send } from './sending.js';
import { type Running, startServer } from './servers/index.js';

/** What became of one request. */
interface Outcome {
  readonly status: number;
  readonly explanation: Explanation | undefined;
  /** What the adapter printed of it. */
  readonly printed: string;
}

/** How good an explanation was. */
export type Verdict = 'right' | 'next step' | 'wrong';

/** What a deployment showed. */
export interface Judgement {
  readonly verdict: Verdict;
  /** Whether the literal fix makes the request verify. */
  readonly isFixed: boolean;
  /** The cause that is named first. */
  readonly named: string;
  /** The fix as it is printed. */
  readonly fix: string;
  /** Whether the request is refused as it is, and accepted with the right fix. */
  readonly isRefused: boolean;
  readonly isControlled: boolean;
  /** Everything that was printed, for who looks at a failure. */
  readonly printed: string;
}

/** Runs a deployment: as it is, with the right fix, and with the fix that is printed. */
export async function judge(deployment: Deployment): Promise<Judgement> {
  const bench = new Bench(deployment);
  try {
    const first = await bench.run({});
    const { configured, sends, ...setup } = deployment.control;
    const control = await bench.run(setup, { configured, sends, before: [] });
    const judged = await judgeOutcome(bench, deployment, first, isAccepted(control));
    return {
      ...judged,
      isRefused: !isAccepted(first),
      isControlled: isAccepted(control),
      printed: first.printed,
    };
  } finally {
    await bench.stop();
  }
}

type Judged = Pick<Judgement, 'verdict' | 'isFixed' | 'named' | 'fix'>;

async function judgeOutcome(
  bench: Bench,
  deployment: Deployment,
  { explanation, printed }: Outcome,
  isControlled: boolean,
): Promise<Judged> {
  const { configured, causes, says } = deployment;
  const fix =
    printed
      .split('\n')
      .find((line) => /^ {2}(?:fix|next): /.test(line))
      ?.trim() ?? '';
  const named = explanation?.cause;
  if (explanation === undefined || fix === '') {
    return { verdict: 'wrong', isFixed: false, named: 'nothing was printed', fix };
  }
  if (named !== undefined) {
    const isRight = explanation.causes.every((cause) => causes.includes(cause));
    const isFixed = await bench.isFixed(explanation, configured, fix, says, isControlled);
    return { verdict: isRight ? 'right' : 'wrong', isFixed, named, fix };
  }
  if (!fix.includes('configuredUrl')) {
    return { verdict: 'wrong', isFixed: false, named: 'nothing', fix };
  }
  const second = await bench.run({ options: { ...deployment.options, configuredUrl: configured } });
  const certain = second.explanation;
  if (isAccepted(second))
    return { verdict: 'next step', isFixed: true, named: 'configuredUrl', fix };
  const isLeft = certain?.cause === undefined && certain?.configuredMatched === false;
  if (isLeft && causes.includes('key-or-body')) {
    return { verdict: 'next step', isFixed: isControlled, named: 'the key or the body', fix };
  }
  const isRight = certain?.matched === true && certain.causes.every((one) => causes.includes(one));
  if (certain === undefined || !isRight) {
    return { verdict: 'wrong', isFixed: false, named: certain?.cause ?? 'nothing', fix };
  }
  const certainFix = /^ {2}fix: (.*)/m.exec(second.printed)?.[1] ?? '';
  const isFixed = await bench.isFixed(certain, configured, certainFix, says, isControlled);
  return { verdict: 'next step', isFixed, named: certain.cause ?? '', fix: certainFix };
}

const isAccepted = ({ status }: Outcome) => status === 200 || status === 101;

interface Sent {
  readonly configured?: string | undefined;
  readonly sends?: Sends | undefined;
  readonly before?: readonly string[];
}

/** The server and the app of a deployment, which run with one change or another. */
class Bench {
  #appPort: AppPort | undefined;
  readonly #running = new Map<string | Gateway, Running>();

  constructor(private readonly deployment: Deployment) {}

  /** Whether the request verifies with the printed fix: the options as they are, or the control if it says that. */
  async isFixed(
    { options }: Explanation,
    configuredUrl: string,
    fix: string,
    says: RegExp | undefined,
    isControlled: boolean,
  ): Promise<boolean> {
    if (options === undefined) return isControlled && says?.test(fix) === true;
    // Without the values of a query, which are secret, the text says what to set.
    const isEmpty = Object.keys(options).length === 0;
    const fixed: WebhookOptions = isEmpty ? { configuredUrl } : options;
    if (says !== undefined && isControlled && says.test(fix)) return true;
    const outcome = await this.run(
      { options: { ...this.deployment.options, ...fixed } },
      { before: [] },
    );
    return isAccepted(outcome);
  }

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

/** How long an explanation is waited for: it comes after the answer. */
const patience = 20_000;

/** Hears what an adapter says of the requests that it rejects. */
function listen() {
  const { error } = console;
  const printed: string[] = [];
  let explanation: Promise<Explanation> | undefined;
  let isRejected = false;
  console.error = (text: string) => void printed.push(text);
  return {
    onReject: (options: WebhookOptions): WebhookOptions['onReject'] & {} => {
      return (error, request) => {
        isRejected = true;
        explanation = explainRequest(request, options);
        // A fault of the app, which its framework prints, with the fix in its message.
        if (error.code === 'body-already-parsed') printed.push(`  fix: ${error.message}`);
      };
    },
    explanation: async () => explanation,
    /** What was printed last, once it is; nothing if the app was not asked. */
    async printed(): Promise<string> {
      const count = printed.length;
      if (!isRejected && count === 0) return '';
      for (const start = Date.now(); printed.length === 0; ) {
        if (Date.now() - start > patience) return '';
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      return printed.splice(0).at(-1) ?? '';
    },
    stop() {
      console.error = error;
    },
  };
}
