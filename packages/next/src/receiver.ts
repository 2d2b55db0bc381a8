import { isOptionError, type WebhookOptions } from '@sig/core';
import { createReceiver, type Receiver } from '@sig/core/adapter';

/**
 * A receiver, made at once so that wrong options throw when the route is loaded. `next build` loads the
 * routes too, on machines that have no secrets: there, and only there, the token may come later.
 */
export function makeReceiver(options: WebhookOptions): () => Receiver {
  let receiver: Receiver | undefined;
  try {
    receiver = createReceiver(options, setting);
  } catch (error) {
    const building = process.env.NEXT_PHASE === 'phase-production-build';
    if (!building || !isOptionError(error) || error.option !== 'authToken') throw error;
  }
  return () => {
    receiver ??= createReceiver(options, setting);
    return receiver;
  };
}

const setting = { idempotency: true };
