// What the person has entered. A change makes a new state; nothing of it is stored.

export type Method = 'POST' | 'GET' | 'WS';
export type BodyKind = 'form' | 'raw';
export type KeyKind = 'token' | 'shared';

export const frameworks = {
  express: 'Express',
  koa: 'Koa',
  fastify: 'Fastify',
  next: 'Next.js',
  hono: 'Hono',
  nest: 'NestJS',
  lambda: 'AWS Lambda',
  node: 'node:http',
} as const;
export type Framework = keyof typeof frameworks;

/** A form parameter, decoded. */
export interface Param {
  readonly name: string;
  readonly value: string;
}

/** The bytes of a body that was pasted, as long as what was read of them is not edited. */
export interface PastedBody {
  readonly bytes: string | Uint8Array;
  readonly params: readonly Param[];
  readonly raw: string;
}

export interface State {
  readonly url: string;
  readonly method: Method;
  readonly kind: BodyKind;
  readonly params: readonly Param[];
  readonly raw: string;
  readonly pasted?: PastedBody | undefined;
  /** The headers of a request that was pasted: proxies say in them what they changed. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly key: KeyKind;
  /** The auth token, or the secret of the shared key. In memory only. */
  readonly secret: string;
  readonly keyId: string;
  /** The signature header, as it was entered. */
  readonly received: string;
  /** The URL at the sender, as it was entered. */
  readonly configured: string;
  readonly framework: Framework;
}

export const blank: State = {
  url: '',
  method: 'POST',
  kind: 'form',
  params: [],
  raw: '',
  headers: [],
  key: 'token',
  secret: '',
  keyId: '',
  received: '',
  configured: '',
  framework: 'express',
};
