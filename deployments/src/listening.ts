import type { WebhookOptions } from '@sig/core';
import { type Explanation, explainRequest } from '@sig/core/explain';

/** How long an explanation is waited for: it comes after the answer. */
const patience = 20_000;

/** Hears what an adapter says of the requests that it rejects. */
export function listen() {
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
