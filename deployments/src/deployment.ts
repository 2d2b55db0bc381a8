import type { RequestListener } from 'node:http';
import type { WireRequest } from '@sig/conformance';
import type { WebhookOptions } from '@sig/core';
import type { Cause } from '@sig/core/explain';
import type { App } from './apps.js';

/** Servers that requests go through. `node` is a gateway of a few lines; `none` is no server at all. */
export type ServerName =
  | 'nginx'
  | 'haproxy'
  | 'apache'
  | 'caddy'
  | 'varnish'
  | 'lighttpd'
  | 'node'
  | 'none';

/** A gateway in Node that passes requests on to the app at `http://127.0.0.1:PORT`. */
export type Gateway = (app: string) => RequestListener;

/** Where a genuine request comes through, and where it is refused. */
export interface Setup {
  readonly server: ServerName;
  /**
   * The configuration of the server. `{listen}` stands for the address that it listens on, `{port}` for the port of
   * it, `{app}` for the address of the app, `{appPort}` for the port of that, `{inner}` for an address between two servers.
   */
  readonly config?: string | Gateway;
  /** Default: `express`. */
  readonly app?: App;
  /** The options of `webhook()`, the auth token aside. */
  readonly options?: WebhookOptions;
  /** Variables of its environment. */
  readonly env?: Readonly<Record<string, string>>;
}

/** What the sender sends: a form, JSON, or a GET. */
export interface Sends {
  /** The parameters of a form. Default: those of an incoming call. */
  readonly params?: Readonly<Record<string, string>> | readonly (readonly [string, string])[];
  /** A body of JSON, in place of a form. */
  readonly json?: string;
  readonly get?: true;
  readonly upgrade?: true;
  /** Whether the sender signs `user:password@`. */
  readonly signsUserinfo?: true;
  /** The token that signs. */
  readonly token?: string;
  /** What becomes of the request before it gets to the server; or what the sender sends and did not sign. */
  readonly sent?: (request: WireRequest) => WireRequest;
}

/** A deployment that refuses genuine requests. */
export interface Deployment extends Setup {
  readonly name: string;
  /** The thread, or the page, that it is taken from; or `own`. */
  readonly source: string;
  /** The URL as it is configured at the sender. */
  readonly configured: string;
  readonly sends?: Sends;
  /** URLs that requests came to before, with other names of the same app. */
  readonly before?: readonly string[];
  /**
   * What is wrong. Each cause that is named must be one of them. `key-or-body` stands for what no cause is named for:
   * with the configured URL it is certain that only these are left.
   */
  readonly causes: readonly (Cause | 'key-or-body')[];
  /** What makes the request verify: the control. */
  readonly control: Partial<Setup> & { readonly configured?: string; readonly sends?: Sends };
  /** The words of the printed fix that the control is the application of, if the fix is not an option. */
  readonly says?: RegExp;
  /** Why nobody can know the cause without the configured URL. */
  readonly unknown?: string;
  /** Whether it is tested without SIG_ALL. */
  readonly always?: true;
}
