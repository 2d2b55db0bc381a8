import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { newOwner } from '@sig/core/store';
import type { RedisStore } from '@sig/redis';
import { UsageError } from '../errors.js';

/** Where Redis is. */
export interface RedisFlags {
  /** `true` if no URL is given. */
  readonly redis?: string | true;
  readonly redisPrefix?: string;
}

/**
 * The store in Redis, if one is asked for.
 *
 * @throws UsageError if there is no URL, it has a password in an argument, or node-redis is not installed
 */
export async function openStore(
  { redis, redisPrefix }: RedisFlags,
  warn: (message: string) => void,
): Promise<RedisStore | undefined> {
  if (redis === undefined) {
    if (redisPrefix === undefined) return undefined;
    throw new UsageError('--redis-prefix is for --redis, and there is none.');
  }
  const url = redis === true ? process.env.REDIS_URL : redis;
  if (url === undefined || !isRedisUrl(url)) {
    throw new UsageError(
      '--redis needs a URL such as redis://127.0.0.1:6379, after it or in the environment as REDIS_URL.',
    );
  }
  if (redis !== true && new URL(url).password !== '') {
    throw new UsageError(
      'The URL after --redis has a password, which others on this machine could read: set REDIS_URL, and give --redis alone.',
    );
  }
  const { redisStore } = await import('@sig/redis');
  const { createClient } = await loadRedis();
  const setting = redisPrefix === undefined ? {} : { prefix: redisPrefix };
  const store = redisStore(createClient({ url }), setting);
  // It may come later; until then what needs it is refused.
  await store.claim('proxy:start', newOwner(), 1).catch((error: Error) => {
    warn(`Redis does not answer (${error.message}): logins and tickets are refused until it does.`);
  });
  return store;
}

/** Whether it is a URL of Redis, with no path but the number of a database. */
function isRedisUrl(url: string): boolean {
  if (!/^rediss?:\/\/./.test(url) || !URL.canParse(url)) return false;
  return /^(?:\/\d*)?$/.test(new URL(url).pathname);
}

/** node-redis, installed next to this program, or in the project that it is run in. */
async function loadRedis(): Promise<typeof import('redis')> {
  const here = createRequire(join(process.cwd(), 'package.json'));
  try {
    return await import('redis').catch(() => import(pathToFileURL(here.resolve('redis')).href));
  } catch {
    throw new UsageError(
      '--redis needs the package "redis": npm install redis, or npx -p @sig/cli -p redis sig proxy ...',
    );
  }
}
