import { OptionError } from '@sig/core';

/** A client of node-redis or ioredis, or of a cluster; {@link redisStore} makes a connection of its own from it. */
export interface RedisClient {
  duplicate(...args: never[]): unknown;
}

/** Sends one command; `key` is its only key, by which a cluster finds the node. */
export type RedisCommand = (key: string, args: readonly string[]) => Promise<unknown>;

/** A connection that belongs to the store. */
export interface Connection {
  readonly send: RedisCommand;
  /** Resolves once commands can be sent for the first time. */
  readonly ready: Promise<unknown>;
  /** Gives the connection up and makes a new one; absent if the client knows better (clusters). */
  readonly reconnect?: () => void;
  close(): void;
}

/** What of ioredis, its Cluster, and iovalkey is used. */
interface IoRedis {
  readonly isCluster?: boolean;
  readonly status: string;
  call(...args: readonly string[]): Promise<unknown>;
  duplicate(...args: readonly unknown[]): IoRedis;
  disconnect(reconnect?: boolean): void;
  on(event: string, listener: (error: Error) => void): unknown;
  once(event: string, listener: () => void): unknown;
}

/** What of a node-redis client is used. */
interface NodeRedis {
  readonly options?: { readonly socket?: object };
  sendCommand(args: readonly string[]): Promise<unknown>;
  duplicate(overrides: object): NodeRedis;
  connect(): Promise<unknown>;
  destroy(): void;
  on(event: string, listener: (error: Error) => void): unknown;
}

/** What of a node-redis cluster is used. */
interface NodeRedisCluster {
  sendCommand(key: string, isReadonly: boolean, args: readonly string[]): Promise<unknown>;
  duplicate(overrides: object): NodeRedisCluster;
  connect(): Promise<unknown>;
  destroy(): void;
  on(event: string, listener: (error: Error) => void): unknown;
}

const connectTimeout = 1000;
/** By default the clients of both libraries never notice a connection that has gone silent. */
const socketTimeout = 2000;
const backoff = (tries: number) => Math.min(50 * 2 ** tries, 1000);

/**
 * A connection like that of a client, with other settings: nothing is queued while the server is away, and nothing is
 * sent twice, so that an answer comes within a second or not at all.
 *
 * @throws OptionError if it is no client
 */
export function connectionOf(client: RedisClient | RedisCommand): Connection {
  if (typeof client === 'function') {
    return { send: client, ready: Promise.resolve(), close() {} };
  }
  const { call, sendCommand, nodeClient, duplicate } = Object(client) as Record<string, unknown>;
  if (typeof duplicate === 'function') {
    // ioredis has a sendCommand() too, which takes something else.
    if (typeof call === 'function') return ofIoRedis(client as unknown as IoRedis);
    if (typeof nodeClient === 'function') return ofCluster(client as unknown as NodeRedisCluster);
    if (typeof sendCommand === 'function') return ofNodeRedis(client as unknown as NodeRedis);
  }
  throw new OptionError(
    'client',
    'redisStore() takes a client of redis (node-redis) or ioredis, or a function that sends a command.',
  );
}

function ofIoRedis(client: IoRedis): Connection {
  const node = {
    maxRetriesPerRequest: 0,
    autoResendUnfulfilledCommands: false,
    connectTimeout,
    socketTimeout,
    reconnectOnError: ({ message }: Error) => message.startsWith('READONLY'),
  };
  const own =
    client.isCluster === true
      ? client.duplicate([], { enableOfflineQueue: false, lazyConnect: false, redisOptions: node })
      : client.duplicate({
          ...node,
          enableOfflineQueue: false,
          lazyConnect: false,
          retryStrategy: backoff,
        });
  own.on('error', ignore);
  return {
    send: (_key, args) => own.call(...args),
    ready: new Promise((resolve) => {
      if (own.status === 'ready') resolve(undefined);
      own.once('ready', () => resolve(undefined));
    }),
    ...(client.isCluster === true ? {} : { reconnect: () => own.disconnect(true) }),
    close: () => own.disconnect(),
  };
}

function ofNodeRedis(client: NodeRedis): Connection {
  const own = client.duplicate({
    disableOfflineQueue: true,
    pingInterval: connectTimeout,
    socket: {
      ...client.options?.socket,
      connectTimeout,
      socketTimeout,
      reconnectStrategy: backoff,
    },
  });
  own.on('error', ignore);
  let isClosed = false;
  const connect = () => own.connect().catch(ignore);
  return {
    send: (_key, args) => own.sendCommand(args),
    ready: connect(),
    reconnect() {
      if (isClosed) return;
      destroy(own);
      void connect();
    },
    close() {
      isClosed = true;
      destroy(own);
    },
  };
}

function ofCluster(client: NodeRedisCluster): Connection {
  const socket = { connectTimeout, socketTimeout, reconnectStrategy: backoff };
  const own = client.duplicate({
    topologyRefreshOnReconnectionAttemptStrategy: 250,
    defaults: { disableOfflineQueue: true, pingInterval: connectTimeout, socket },
  });
  own.on('error', ignore);
  return {
    send: (key, args) => own.sendCommand(key, false, args),
    ready: own.connect().catch(ignore),
    close: () => destroy(own),
  };
}

/** Ends a connection, if there is one: node-redis throws if there is none. */
function destroy(client: { destroy(): void }): void {
  try {
    client.destroy();
  } catch {
    // It has ended.
  }
}

/** Errors of a connection are those of the commands that it fails. */
function ignore(): void {}
