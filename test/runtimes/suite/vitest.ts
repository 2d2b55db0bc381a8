// What test files import from `vitest`, on any runtime: Vitest's own runner and assertions, and what the tests of core
// use of `vi`. There is one bundle and no loader, so nothing can be loaded anew: a test that asks for that is skipped.
import { install, timers } from '@sinonjs/fake-timers';
import {
  ASYMMETRIC_MATCHERS_OBJECT,
  getState,
  JestAsymmetricMatchers,
  JestChaiExpect,
  JestExtend,
  setState,
} from '@vitest/expect';
import { getCurrentTest } from '@vitest/runner';
import * as spies from '@vitest/spy';
import * as chai from 'chai';

export { afterAll, afterEach, beforeAll, beforeEach, describe, it, test } from '@vitest/runner';

chai.use(JestExtend);
chai.use(JestChaiExpect);
chai.use(JestAsymmetricMatchers);

const scope: Record<PropertyKey, unknown> = globalThis as never;
const assert = (value: unknown, message?: string) => chai.expect(value, message);
const matchers = scope[ASYMMETRIC_MATCHERS_OBJECT] as object;
export const expect: never = Object.assign(assert, chai.expect, matchers, {
  getState: () => getState(expect),
  setState: (state: object) => setState(state, expect),
}) as never;
setState({ assertionCalls: 0 }, expect);

/** Types are checked by tsc. */
export function expectTypeOf(): unknown {
  const anything: unknown = new Proxy(() => anything, { get: () => anything });
  return anything;
}

const undo = {
  env: new Map<string, string | undefined>(),
  globals: new Map<string, unknown>(),
  spies: [] as (() => void)[],
};
let clock: ReturnType<typeof install> | undefined;

function skip(reason: string): never {
  return getCurrentTest()?.context.skip(reason) as never;
}

function environment(): Record<string, string | undefined> {
  return (
    (globalThis as { process?: { env?: Record<string, string | undefined> } }).process?.env ??
    skip('has no environment')
  );
}

function set(target: Record<string, unknown>, name: string, value: unknown): void {
  if (value === undefined) delete target[name];
  else target[name] = value;
}

export const vi = {
  fn: spies.fn,
  spyOn(target: Record<string, unknown>, name: string): unknown {
    const original = target[name];
    const isOwn = Object.hasOwn(target, name);
    undo.spies.push(() => {
      if (target[name] === original) return;
      // Of properties that cannot be configured (`crypto` of Bun), a spy is not taken away by itself.
      if (isOwn || !Reflect.deleteProperty(target, name)) target[name] = original;
    });
    return spies.spyOn(target as never, name as never);
  },
  restoreAllMocks(): void {
    spies.restoreAllMocks();
    for (const restore of undo.spies.splice(0)) restore();
  },
  stubEnv(name: string, value: string | undefined): void {
    const env = environment();
    if (!undo.env.has(name)) undo.env.set(name, env[name]);
    set(env, name, value);
  },
  unstubAllEnvs(): void {
    for (const [name, value] of undo.env) set(environment(), name, value);
    undo.env.clear();
  },
  stubGlobal(name: string, value: unknown): void {
    if (!undo.globals.has(name)) undo.globals.set(name, scope[name]);
    Object.defineProperty(scope, name, { value, configurable: true, writable: true });
  },
  unstubAllGlobals(): void {
    for (const [name, value] of undo.globals) {
      if (value === undefined) delete scope[name];
      else Object.defineProperty(scope, name, { value, configurable: true, writable: true });
    }
    undo.globals.clear();
  },
  async waitFor<T>(check: () => T | Promise<T>, { timeout = 1000 } = {}): Promise<T> {
    for (const end = Date.now() + timeout; ; ) {
      try {
        return await check();
      } catch (error) {
        if (Date.now() > end) throw error;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    }
  },
  useFakeTimers(): void {
    clock?.uninstall();
    // As Vitest does by default.
    const toFake = Object.keys(timers).filter(
      (name) => name !== 'nextTick' && name !== 'queueMicrotask',
    ) as never[];
    clock = install({ toFake, shouldClearNativeTimers: true });
  },
  useRealTimers(): void {
    clock?.uninstall();
    clock = undefined;
  },
  getTimerCount: () => clock?.countTimers(),
  advanceTimersByTimeAsync: (time: number) => clock?.tickAsync(time),
  advanceTimersToNextTimerAsync: () => clock?.nextAsync(),
  resetModules: () => skip('loads a module anew'),
  doMock: () => skip('replaces a module'),
};
