// The doctor and the TLS of an endpoint, with certificates of a throw-away authority.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TlsOptions } from 'node:tls';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Identity, issue } from '../../sender/test/certificates.js';
import type { Report } from '../src/doctor/finding.js';
import { authToken, goodServer } from './broken-servers.js';
import { sig } from './run.js';

const hosts = [{ type: 'dns', value: 'localhost' }] as const;
const days = (count: number) => new Date(Date.now() + count * 86_400_000);
const folder = mkdtempSync(join(tmpdir(), 'sig-doctor-'));
const servers: Server[] = [];
let root: Identity;

beforeAll(async () => {
  root = await issue({ name: 'Throw-away Root', authority: true });
  writeFileSync(join(folder, 'ca.pem'), root.cert);
});
afterAll(() => {
  rmSync(folder, { recursive: true });
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
});

const localhost = (notAfter?: Date) =>
  issue({ name: 'localhost', by: root, hosts, ...(notAfter && { notAfter }) });

it.each<[string, () => Promise<Identity>, TlsOptions, string[], string]>([
  ['good', () => localhost(), {}, [], 'A'],
  ['about to expire', () => localhost(days(5)), {}, ['certificate'], 'B'],
  ['expired', () => localhost(days(-1)), {}, ['certificate', 'genuine'], 'D'],
  ['self-signed', () => issue({ name: 'localhost', hosts }), {}, ['certificate', 'genuine'], 'D'],
  [
    'TLS 1.1 beside the new ones',
    () => localhost(),
    { minVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0' },
    ['old-tls'],
    'B',
  ],
])('%s', async (_title, identity, options, finds, grade) => {
  const { cert, key } = await identity();
  const server = createServer({ cert, key, ...options }, goodServer());
  servers.push(server.listen(0, '127.0.0.1'));
  await new Promise((resolve) => server.on('listening', resolve));
  const url = `https://localhost:${(server.address() as AddressInfo).port}/voice`;
  const args = ['doctor', url, '--json', '--ca', join(folder, 'ca.pem'), '--timeout', '3000'];
  const report: Report = JSON.parse((await sig(args, { token: authToken })).stdout);
  const faults = report.findings.filter(({ level }) => /fail|error|warn/.test(level));
  expect(faults.map(({ check }) => check)).toEqual(finds);
  expect(report.grade).toBe(grade);
});
