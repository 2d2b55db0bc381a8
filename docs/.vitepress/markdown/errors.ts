// Every code of a WebhookError, with what the code itself says of it.
import { hintOf, WebhookError, type WebhookErrorCode } from '@sig/core';
import { sentence } from './options.js';
import { asMarkdown } from './plain.js';
import { rowsOf } from './tables.js';

/** Where more is said. The type asks for a row for every code. */
const pages: Readonly<Record<WebhookErrorCode, string>> = {
  'missing-signature':
    '[Causes that lie in the signature header](/causes#the-signature-or-the-key)',
  'malformed-signature':
    '[Causes that lie in the signature header](/causes#the-signature-or-the-key)',
  'malformed-signature-settings': '[Shared keys](/shared-keys)',
  'unknown-key': '[Shared keys](/shared-keys)',
  'unsupported-algorithm': '[Shared keys](/shared-keys)',
  'signature-mismatch': '[Behind a proxy](/proxy), then [all causes](/causes)',
  'body-not-signed': '[JSON and bodySHA256](/json)',
  'body-hash-mismatch': '[JSON and bodySHA256](/json)',
  'account-mismatch': '[Subaccounts](/subaccounts)',
  'no-token': '[Subaccounts](/subaccounts)',
  'url-unknown': '[Behind a proxy](/proxy)',
  'request-aborted': '[Options: `onReject`](/reference/options#onReject)',
  'malformed-body': '[JSON and bodySHA256](/json)',
  'malformed-credentials': '[Passwords and tokens](/passwords)',
  unauthorized: '[Passwords and tokens](/passwords)',
  'insufficient-scope': '[Bearer tokens](/passwords#bearer-tokens)',
  'body-too-large': '[Options: `bodyLimit`](/reference/options#bodyLimit)',
  'unsupported-encoding': '[Body parsers](/body-parsers)',
  'body-already-parsed': '[Body parsers](/body-parsers)',
  'lookup-failed': '[Subaccounts](/subaccounts)',
  'guard-failed': '[Passwords and tokens](/passwords)',
  'lookup-timeout': '[Options: `lookupTimeout`](/reference/options#lookupTimeout)',
  'ticket-missing': '[One-time tickets](/websockets#one-time-tickets)',
  'ticket-invalid': '[One-time tickets](/websockets#one-time-tickets)',
  'ticket-expired': '[One-time tickets](/websockets#one-time-tickets)',
  'ticket-used': '[One-time tickets](/websockets#one-time-tickets)',
  'event-key-ambiguous': '[Once per event](/once#keys)',
  'event-in-progress': '[Once per event](/once)',
  'store-unavailable': '[Several servers and Redis](/servers)',
};

/** A section for each code, in the order of core. */
export function allErrors(): string {
  return rowsOf('packages/core/README.md', 'Errors')
    .map(([name = '', status = '', when = '']) => {
      const code = name.replaceAll('`', '') as WebhookErrorCode;
      const error = new WebhookError(code);
      return [
        `### ${code} {#${code}}`,
        `<p class="status"><b>${status}</b> <q>${error.message}</q></p>`,
        sentence(when),
        `**What to do.** ${asMarkdown(hintOf(error))}`,
        `More: ${pages[code]}.`,
      ].join('\n\n');
    })
    .join('\n\n');
}
