import { isOptionError } from '@sig/core';
import { describe, expect, it, vi } from 'vitest';
import { createProxy, type ProxyOptions } from '../src/index.js';

const good: ProxyOptions = { upstream: 'http://127.0.0.1:8000', webhook: { authToken: 'token' } };
const auth: ProxyOptions = {
  forwardAuth: 'envoy',
  trustedProxies: ['loopback'],
  webhook: good.webhook,
};

function optionOf(options: object): string | undefined {
  try {
    createProxy(options as ProxyOptions);
  } catch (error) {
    return isOptionError(error) ? error.option : `no OptionError: ${error}`;
  }
  return undefined;
}

describe('an option that is wrong is named', () => {
  const { upstream: _, ...without } = good;
  it.each<[string, object]>([
    ['upstream', without],
    ['upstream', { ...good, upstream: undefined }],
    ['upstream', { ...good, upstream: '127.0.0.1:8000' }],
    ['upstream', { ...good, upstream: 'http://127.0.0.1:8000/app' }],
    ['upstream', { ...good, upstream: 'http://user:pass@127.0.0.1:8000' }],
    ['upstream', { ...good, upstream: 'unix:app.sock' }],
    ['upstream', { ...good, upstream: 'http://127.0.0.1:80000' }],
    ['upstreams', { ...good, upstreams: [] }],
    ['webhook', { upstream: good.upstream }],
    ['webhook', { ...good, webhook: false }],
    ['authTokn', { ...good, webhook: { authTokn: 'token' } }],
    ['trustedProxies', { ...good, trustedProxies: 'loopback' }],
    ['trustedProxies', { ...good, trustedProxies: ['10.0.0.0/33'] }],
    ['trustedProxies', { ...good, trustedProxies: ['0.0.0.0/0'] }],
    ['trustedProxies', { ...good, trustedProxies: ['proxy.example'] }],
    ['upstreamSecret', { ...good, upstreamSecret: 'short' }],
    ['forwardAuth', { ...auth, forwardAuth: 'nginx' }],
    ['forwardAuth', { ...auth, upstream: good.upstream }],
    ['trustedProxies', { forwardAuth: 'envoy', webhook: good.webhook }],
    ['healthPath', { ...good, healthPath: 'up' }],
    ['healthPath', { ...good, enforce: false, healthPath: '/up' }],
    ['timeouts', { ...good, timeouts: { response: 0 } }],
    ['respond', { ...good, timeouts: { respond: 1 } }],
    ['maxRequests', { ...good, maxRequests: 0 }],
    ['maxTunnels', { ...good, maxTunnels: 1.5 }],
  ])('%s: %j', (option, options) => {
    expect(optionOf(options)).toBe(option);
  });

  it('a missing token, at start', () => {
    vi.stubEnv('TWILIO_AUTH_TOKEN', undefined);
    expect(optionOf({ ...good, webhook: {} })).toBe('authToken');
    vi.unstubAllEnvs();
  });
});

it.each<ProxyOptions>([
  good,
  auth,
  { ...good, upstream: 'https://app.internal/' },
  { ...good, upstream: 'unix:/run/app.sock' },
  { ...good, upstream: 'http://[::1]:8000', trustedProxies: ['fd00::/8', '::1', '10.1.2.3'] },
  { ...good, enforce: false, webhook: false },
])('is fine: %j', (options) => {
  expect(optionOf(options)).toBeUndefined();
});
