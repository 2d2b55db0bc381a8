import { Call } from './call.js';
import { checkSenderOptions, type SenderOptions } from './options.js';

/** Plays the sender. */
export interface Sender {
  /** A call: it stays logged in, and keeps cookies and connections, until it is closed. */
  call(): Call;
}

/**
 * A sender that signs, logs in, sends and follows as the real one does. Certificates are always verified.
 *
 * @throws OptionError if an option is wrong
 * @example
 * const call = createSender({ authToken }).call()
 * const { status, text } = await call.post('https://user:secret@example.com/voice', { Digits: '1' })
 * call.close()
 */
export function createSender(options: SenderOptions): Sender {
  const checked = checkSenderOptions(options);
  return { call: () => new Call(checked) };
}
