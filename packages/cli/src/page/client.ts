import type { Detail, PageEvent, PageState } from './protocol.js';

/** What the server has refused, and why. */
export class ServerError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** Talks to the server of the page, with the secret of its address. */
export interface Client {
  state(): Promise<PageState>;
  open(id: number): Promise<Detail>;
  /** A request as text to copy. */
  copy(id: number, as: string, adapter: string): Promise<string>;
  exported(what: readonly string[]): Promise<string>;
  /** @returns the id of what was sent, and what there is to say of it */
  post(path: string, body?: object): Promise<{ readonly id: number; readonly message?: string }>;
  /** Calls back for each event, until the stream ends. */
  events(onEvent: (event: PageEvent) => void): Promise<void>;
}

export function createClient(secret: string): Client {
  async function ask(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = { Authorization: `Bearer ${secret}`, ...init.headers };
    const response = await fetch(path, { ...init, headers });
    if (response.ok) return response;
    const { message = 'It did not work.' } = await response.json().catch(() => ({}));
    throw new ServerError(response.status, message);
  }
  const json = async (path: string) => (await ask(path)).json();
  return {
    state: () => json('/api/state'),
    open: (id) => json(`/api/requests/${id}`),
    copy: async (id, as, adapter) =>
      (await ask(`/api/requests/${id}/copy?as=${as}&adapter=${adapter}`)).text(),
    exported: async (what) =>
      (await ask(`/api/export?${what.map((name) => `${name}=1`).join('&')}`)).text(),
    async post(path, body = {}) {
      const headers = { 'Content-Type': 'application/json' };
      return (await ask(path, { method: 'POST', headers, body: JSON.stringify(body) })).json();
    },
    async events(onEvent) {
      const response = await ask('/api/events');
      const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
      let text = '';
      for (;;) {
        const { value, done } = (await reader?.read()) ?? { done: true };
        if (done) return;
        text += value;
        const parts = text.split('\n\n');
        text = parts.pop() ?? '';
        for (const part of parts) onEvent(JSON.parse(part.replace(/^data: /, '')));
      }
    },
  };
}
