import type { Deployment } from '../deployment.js';
import { body } from './body.js';
import { escapes } from './escapes.js';
import { headers } from './headers.js';
import { host } from './host.js';
import { key } from './key.js';
import { path } from './path.js';
import { query } from './query.js';
import { tls } from './tls.js';

/** All deployments, by kind. */
export const deployments: Readonly<Record<string, readonly Deployment[]>> = {
  'TLS and schemes': tls,
  'hosts and ports': host,
  paths: path,
  'slashes and escapes': escapes,
  queries: query,
  headers,
  bodies: body,
  keys: key,
};
