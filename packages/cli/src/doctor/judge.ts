import { alike, isYes, likeness } from './compare.js';
import { type DoctorContext, madeUp, withSignature } from './context.js';
import type { Answer, Sendable } from './probe.js';

/**
 * What an endpoint did with a request. `elsewhere`: it answered, with something else than to the genuine request, and
 * as it answers under any signature; `limited`: a rate limit kept it from being judged.
 */
export type Outcome = 'accepted' | 'refused' | 'broke' | 'elsewhere' | 'limited';

/** A request to judge. */
export interface Attempt {
  /** What is sent, in words. */
  readonly sent: string;
  readonly request: Sendable;
  /** The same request, signed as it should be. Default: the genuine one. */
  readonly right?: Sendable;
  /** Whether it is to another method or path, where another handler may answer. */
  readonly elsewhere?: boolean;
}

export interface Judged {
  readonly answer: Answer;
  readonly outcome: Outcome;
}

/** Tells refusals from acceptances: by the answers to a genuine request and to an obviously forged one. */
export class Judge {
  readonly #context: DoctorContext;
  /** Milliseconds left to wait for the end of rate limits. */
  #patience: number;
  /** Answers to genuine requests, and to obviously forged ones. */
  readonly genuine: Answer[] = [];
  readonly forged: Answer[] = [];
  /** Whether genuine and forged requests can be told apart by their answers. */
  distinct = false;
  /** Whether the genuine request gets in. */
  accepts = false;

  constructor(context: DoctorContext) {
    this.#context = context;
    this.#patience = context.options.patience;
  }

  /** Sends what is compared with later. */
  async prepare(): Promise<{ genuine: Answer; forged: Answer }> {
    const { genuine } = this.#context;
    const forged = withSignature(genuine, madeUp);
    let yes = await this.#patiently(genuine);
    let no = await this.#context.probe.send(forged);
    if (isLimit(no)) {
      // Either the way in which it refuses, or a limit, which the genuine request meets as well.
      const again = await this.#context.probe.send(genuine);
      if (isLimit(again)) {
        yes = await this.#patiently(genuine);
        no = await this.#patiently(forged);
      }
    }
    this.genuine.push(yes);
    this.forged.push(no);
    if (!alike(yes, no) && likeness(yes, no) > 0) {
      // The bodies alone differ. They do so for good if requests of one sort get the same twice.
      this.genuine.push(await this.#patiently(genuine));
      this.forged.push(await this.#patiently(forged));
    }
    this.distinct = this.#areDistinct();
    this.accepts = isYes(yes) || (this.distinct && yes.status > 0 && yes.status < 400);
    return { genuine: yes, forged: no };
  }

  /** What the endpoint does with a request. */
  async judge(attempt: Attempt): Promise<Judged> {
    const { request } = attempt;
    const answer = await this.#patiently(request);
    return { answer, outcome: await this.#outcomeOf(answer, attempt) };
  }

  async #outcomeOf(answer: Answer, attempt: Attempt): Promise<Outcome> {
    const { status } = answer;
    if (isLimit(answer)) return this.forged.some(isLimit) ? 'refused' : 'limited';
    if (status === 0) {
      return this.distinct && this.#toForged(answer) === 1 ? 'refused' : 'broke';
    }
    // 501 and 505 say what is not implemented, which is an answer.
    if (status >= 500) return status === 501 || status === 505 ? 'refused' : 'broke';
    if (status >= 400) return 'refused';
    const [toGenuine, toForged] = [this.#toGenuine(answer), this.#toForged(answer)];
    if (!this.distinct) return isYes(answer) ? this.#notElsewhere(answer, attempt) : 'refused';
    if (!this.accepts) return isYes(answer) && toForged === 0 ? 'accepted' : 'refused';
    if (attempt.elsewhere) {
      if (toForged > 0.85 && toForged > toGenuine) return 'refused';
      return this.#notElsewhere(answer, attempt);
    }
    if (Math.abs(toGenuine - toForged) > 0.25) return toGenuine > toForged ? 'accepted' : 'refused';
    return this.#closer(answer, attempt);
  }

  /** Near neither, or near both: asks how the same content is answered if it is signed, and if it is not. */
  async #closer(answer: Answer, { request, right }: Attempt): Promise<Outcome> {
    const wrong = await this.#patiently(withSignature(request, madeUp));
    const toWrong = Math.max(likeness(answer, wrong), this.#toForged(answer));
    const signed = right === undefined ? undefined : await this.#patiently(right);
    const toRight = Math.max(signed ? likeness(answer, signed) : 0, this.#toGenuine(answer));
    return toRight > toWrong ? 'accepted' : 'refused';
  }

  /** What answers at another method or path need not be the handler. */
  async #notElsewhere(answer: Answer, { request, elsewhere }: Attempt): Promise<Outcome> {
    if (elsewhere !== true) return 'accepted';
    if (!isYes(answer)) return 'refused';
    // Without a body, an endpoint that refuses with 200 can be understood by its content type alone.
    const ofRefusals =
      this.distinct && this.forged.some((one) => isYes(one) && sameType(one, answer));
    if (request.method === 'HEAD' && ofRefusals) return 'refused';
    const sameContent = request.method === 'HEAD' ? this.#sameHead(answer) : undefined;
    if (sameContent ?? this.#toGenuine(answer) > 0.75) return 'accepted';
    const wrong = await this.#patiently(withSignature(request, madeUp));
    return alike(answer, wrong) ? 'elsewhere' : 'accepted';
  }

  #sameHead(answer: Answer): boolean {
    return this.genuine.some((one) => sameType(one, answer));
  }

  /** Whether requests of one sort are answered more alike than those of different sorts. */
  #areDistinct(): boolean {
    const [yes, no] = [this.genuine, this.forged];
    const across = Math.max(...yes.flatMap((one) => no.map((other) => likeness(one, other))));
    if (across > 0.97) return false;
    const within = Math.min(
      ...[yes, no].map(([one, two]) => (one && two ? likeness(one, two) : 1)),
    );
    return within > across + 0.05;
  }

  #toGenuine(answer: Answer): number {
    return Math.max(...this.genuine.map((one) => likeness(answer, one)));
  }

  #toForged(answer: Answer): number {
    return Math.max(...this.forged.map((one) => likeness(answer, one)));
  }

  /** Sends a request, and again after a rate limit has passed; unless a limit is how it refuses. */
  async #patiently(request: Sendable): Promise<Answer> {
    for (let pause = 1000; ; pause *= 2) {
      const answer = await this.#context.probe.send(request);
      const wait = answer.retryAfter === undefined ? pause : answer.retryAfter * 1000;
      if (!isLimit(answer) || wait > this.#patience || this.forged.some(isLimit)) return answer;
      this.#patience -= wait;
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }
}

const sameType = (a: Answer, b: Answer) => a.contentType === b.contentType;

/** Whether an answer may be that of a rate limit. */
export function isLimit({ status, retryAfter }: Answer): boolean {
  return status === 429 || (status === 503 && retryAfter !== undefined);
}
