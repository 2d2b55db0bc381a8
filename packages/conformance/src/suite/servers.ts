import { afterAll } from 'vitest';
import { exchange, type WireRequest, type WireResponse } from '../kit/wire.js';
import {
  defaultSetting,
  type Echo,
  type Harness,
  type Setting,
  type SuiteServer,
} from './harness.js';

/** The servers of one harness: each setting is started once, all are closed at the end. */
export interface Servers {
  at(setting?: Partial<Setting>): Promise<SuiteServer>;
  send(request: WireRequest | Uint8Array, setting?: Partial<Setting>): Promise<WireResponse>;
}

export function startServers(harness: Harness): Servers {
  const started = new Map<string, Promise<SuiteServer>>();
  const at = (changed: Partial<Setting> = {}) => {
    const setting = { ...defaultSetting, ...changed };
    const key = JSON.stringify(setting);
    const server = started.get(key) ?? harness.start(setting);
    started.set(key, server);
    return server;
  };
  afterAll(async () => {
    await Promise.all([...started.values()].map(async (server) => (await server).close()));
  });
  return {
    at,
    send: async (request, setting) => exchange((await at(setting)).port, request),
  };
}

/** What the handler got; `undefined` if it was not reached. */
export function echoOf(response: WireResponse): Echo | undefined {
  try {
    const echo: Echo = JSON.parse(response.body);
    return echo.reached === true ? echo : undefined;
  } catch {
    return undefined;
  }
}

/** The code that the app's own error handler saw. */
export function codeOf(response: WireResponse): string | undefined {
  try {
    return JSON.parse(response.body).code;
  } catch {
    return undefined;
  }
}
