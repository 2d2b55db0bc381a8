import type { VerifiedWebhook } from '@sig/core';
import type { ScenarioName } from './scenarios.js';

/** How a server of the suite is set up. Everything left out is as `defaultSetting` has it. */
export interface Setting {
  /** Which of the suite's options `webhook()` has. */
  readonly scenario: ScenarioName;
  /** Whether there is `guard()` in place of `webhook()`, with the `httpAuth` of the scenario. */
  readonly alone: boolean;
  /** Whether the framework trusts the proxy in front of it, by its own setting. */
  readonly trustProxy: boolean;
  /**
   * The framework's usual body parsers: none; before `webhook()`; before it, with the raw bytes
   * kept in the framework's way; or after it.
   */
  readonly parsers: 'none' | 'before' | 'before-raw' | 'after';
  /** A path under which the guarded routes are mounted, such as `/api/hooks`. */
  readonly mount: string;
  /** Whether the app has an error handler of its own: one that answers `{ code, message }` as JSON. */
  readonly errorHandler: boolean;
}

export const defaultSetting: Setting = {
  scenario: 'default',
  alone: false,
  trustProxy: true,
  parsers: 'none',
  mount: '',
  errorHandler: true,
};

/** A server that is listening. */
export interface SuiteServer {
  readonly port: number;
  /** How many errors the app's error handler has seen; `undefined` if that is not known. */
  errorsSeen?(): number;
  close(): Promise<void>;
}

/** What the handler behind `webhook()` reports, as JSON. */
export interface Echo {
  readonly reached: true;
  /** What the framework's users take for the body. */
  readonly body: unknown;
  /** Base64 of the raw body, `null` if there is none. */
  readonly rawBody: string | null;
  /** The verdict, as handlers reach it; absent behind `guard()`. */
  readonly webhook?: VerifiedWebhook;
}

/**
 * What an adapter brings to the suite: a server of its framework that guards every path and method
 * below `mount` with `webhook(scenarios[scenario])`, answers with an {@link Echo}, and accepts
 * verified WebSocket upgrades.
 */
export interface Harness {
  /** Framework and version, such as `express 5.3.0`. */
  readonly name: string;
  /** Builds what the servers need, before the clock of any test runs. */
  prepare?(): Promise<void> | void;
  start(setting: Setting): Promise<SuiteServer>;
  /**
   * What the framework has not, by feature or by the title of a case, and why: those cases are left
   * out, and the table gives the reason.
   */
  readonly without?: Readonly<Record<string, string>>;
  /**
   * Captured requests that the framework itself refuses, by the title of the case: the status that
   * it answers with, before or instead of ours.
   */
  readonly refusals?: Readonly<Record<string, number>>;
}
