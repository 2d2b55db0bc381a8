// What the page and its server say to each other. Types alone: neither side loads the other.
import type { Explained, Unexplained } from '@sig/playground';
import type { Warning } from '../capture/warnings.js';
import type { Line } from '../twiml/print-twiml.js';

/** What the page knows from the start. */
export interface PageState {
  readonly version: string;
  /** The app; `undefined` if a file is shown. */
  readonly forward: string | undefined;
  /** Where requests come in. */
  readonly listensAt: string | undefined;
  readonly publicUrl: string | undefined;
  readonly enforce: boolean;
  /** Whether there is a key. The key itself stays in the server. */
  readonly hasKey: boolean;
  readonly saves: string | undefined;
  /** The file that is shown. */
  readonly opened: string | undefined;
  /** What can be played. */
  readonly events: readonly {
    readonly kind: string;
    readonly about: string;
    readonly path: string;
  }[];
}

/** A request in the list. */
export interface Summary {
  readonly id: number;
  readonly time: number;
  readonly via: 'received' | 'resent' | 'played';
  readonly method: string;
  readonly target: string;
  readonly event: string;
  readonly verdict: 'genuine' | 'refused' | 'not-verified';
  /** Why it was refused, in a sentence. */
  readonly title: string | undefined;
  readonly status: number | undefined;
  readonly milliseconds: number | undefined;
  readonly failure: string | undefined;
  readonly warnings: number;
  readonly attempt: number;
  readonly retryOf: number | undefined;
}

/** A parameter, and what it is. */
export interface ParamRow {
  readonly name: string;
  readonly value: string;
  readonly note: string | undefined;
}

/** A body as it can be shown. */
export interface ShownBody {
  /** `undefined` if it is not text. */
  readonly text: string | undefined;
  /** Of what is not text. */
  readonly base64: string | undefined;
  readonly kept: number;
  readonly length: number;
}

/** A request that is opened. */
export interface Detail {
  readonly summary: Summary;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly params: readonly ParamRow[];
  readonly paramsIn: 'form' | 'query';
  readonly body: ShownBody;
  /** The URL that is verified here. */
  readonly url: string;
  /** The parameters of the string to sign, in its order. */
  readonly signedParams: readonly (readonly [name: string, value: string])[];
  readonly code: string | undefined;
  readonly message: string | undefined;
  readonly key: string | undefined;
  /** Why it was refused, here or by the app. */
  readonly explanation: Explained | Unexplained | undefined;
  /** What to set, a line of code for each framework. */
  readonly fixes: Readonly<Record<string, string>> | undefined;
  readonly answer:
    | {
        readonly status: number;
        readonly headers: readonly (readonly [name: string, value: string])[];
        readonly milliseconds: number;
        readonly body: ShownBody;
        /** TwiML, in lines. */
        readonly twiml: readonly Line[] | undefined;
      }
    | undefined;
  readonly warnings: readonly Warning[];
  readonly redacted: boolean;
  /** Why it cannot be sent again; `undefined` if it can. */
  readonly stuck: string | undefined;
}

/** What comes over the stream of events. */
export type PageEvent =
  | { readonly type: 'all'; readonly requests: readonly Summary[] }
  | { readonly type: 'added' | 'changed'; readonly request: Summary }
  | { readonly type: 'dropped'; readonly id: number };
