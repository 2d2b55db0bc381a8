// What handlers of the suite do if a request asks for it, so that repeats can be told from first runs. Without imports, so
// that servers in other processes have it too.

/** What a request asks the handler for, in its parameter `Act`. */
export interface Acting {
  readonly params: { readonly [name: string]: string | string[] | undefined };
  readonly event?: { readonly key: string };
}

/** What the handler answers. */
export interface Acted {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** The body: streamed, if there are several. */
  readonly chunks: readonly string[];
}

/** Acts on requests. `undefined` for one that asks for nothing. */
export type Act = (verdict: Acting) => Promise<Acted | undefined>;

/** A body that is larger than what is kept. */
const large = 'x'.repeat(70_000);

export function createActs(): Act {
  const runs = new Map<string, number>();
  const signals = new Map<string, { promise: Promise<void>; resolve: () => void }>();
  const signal = (name: string) => {
    let made = signals.get(name);
    if (made === undefined) {
      let resolve = () => {};
      const promise = new Promise<void>((done) => {
        resolve = done;
      });
      made = { promise, resolve };
      signals.set(name, made);
    }
    return made;
  };

  return async ({ params, event }) => {
    const { Act: act, Gate: gate, MessageSid: sid, MessageStatus: status } = params;
    if (typeof act !== 'string') return undefined;
    const id = `${sid} ${status}`;
    const run = (runs.get(id) ?? 0) + 1;
    runs.set(id, run);
    const answer = {
      status: 200,
      headers: {
        'Content-Type': 'text/xml; charset=utf-8',
        'X-Run': String(run),
        'X-Event': event?.key ?? 'none',
      },
      chunks: [`<Response><!-- run ${run} of ${act}, zoë --></Response>`],
    };
    switch (act) {
      // Until another request opens the gate.
      case 'hold':
        signal(`${gate} reached`).resolve();
        await signal(`${gate} open`).promise;
        return answer;
      case 'open':
        signal(`${gate} open`).resolve();
        return answer;
      case 'reached':
        await signal(`${gate} reached`).promise;
        return answer;
      case 'throw':
        if (run === 1) throw new Error('the handler failed');
        return answer;
      case 'fail':
        return run === 1 ? { ...answer, status: Number(params.Status) } : answer;
      case 'refuse':
        return { ...answer, status: 404 };
      case 'large':
        return { ...answer, chunks: [large] };
      case 'stream':
        return { ...answer, chunks: ['<Response>', `<!-- run ${run} -->`, '</Response>'] };
      case 'stream-large':
        return { ...answer, chunks: [large, large] };
      default:
        return answer;
    }
  };
}
