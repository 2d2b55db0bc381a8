/** In place of `node:util` and `node:timers`. */
export const promisify = undefined;
