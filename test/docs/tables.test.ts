// The READMEs of the adapters list all options and all error codes, in the same words and the same order.
import { readFileSync } from 'node:fs';
import { isOptionError, WebhookError, type WebhookErrorCode } from '@sig/core';
import { createVerifier } from '@sig/core/node';
import { expect, it } from 'vitest';

const root = new URL('../../', import.meta.url);
const adapters = ['express', 'koa', 'fastify', 'next', 'hono', 'lambda', 'nest'];

const read = (folder: string) =>
  readFileSync(new URL(`packages/${folder}/README.md`, root), 'utf8');

/** The rows of the table under a heading, their cells without backquotes. */
function rowsOf(document: string, heading: string): string[][] {
  const [, section = ''] = document.split(`\n## ${heading}\n`);
  const table = section.split('\n## ')[0]?.match(/(?:^\|.*\n)+/m)?.[0] ?? '';
  return table
    .trim()
    .split('\n')
    .slice(2)
    .map((row) => row.slice(2, -2).split(' | '));
}

/** The names of all options, as the error for an unknown one lists them. */
function optionNames(): string[] {
  try {
    createVerifier({ authToken: 'token', ...{ nonsense: 1 } });
  } catch (error) {
    if (isOptionError(error)) return error.message.replace(/^.*There are: |\.$/g, '').split(', ');
  }
  return [];
}

it('the options in the README of core are those that there are', () => {
  const rows = rowsOf(read('core'), 'Options').map(([name]) => name);
  expect(rows.length).toBeGreaterThan(5);
  expect(rows.sort()).toEqual(
    optionNames()
      .map((name) => `\`${name}\``)
      .sort(),
  );
});

/** All codes: the type asks for them. */
const codes = Object.keys({
  'missing-signature': true,
  'malformed-signature': true,
  'malformed-signature-settings': true,
  'unknown-key': true,
  'unsupported-algorithm': true,
  'signature-mismatch': true,
  'body-not-signed': true,
  'body-hash-mismatch': true,
  'account-mismatch': true,
  'no-token': true,
  'url-unknown': true,
  'malformed-body': true,
  'request-aborted': true,
  'malformed-credentials': true,
  unauthorized: true,
  'insufficient-scope': true,
  'body-too-large': true,
  'unsupported-encoding': true,
  'body-already-parsed': true,
  'lookup-failed': true,
  'guard-failed': true,
  'lookup-timeout': true,
  'ticket-missing': true,
  'ticket-invalid': true,
  'ticket-expired': true,
  'ticket-used': true,
  'store-unavailable': true,
  'event-key-ambiguous': true,
  'event-in-progress': true,
} satisfies Record<WebhookErrorCode, true>) as WebhookErrorCode[];

it('the error codes in the README of core are all that there are, with their statuses', () => {
  const rows = rowsOf(read('core'), 'Errors').map(([code, status]) => [code, status]);
  expect(rows).toEqual(codes.map((code) => [`\`${code}\``, String(new WebhookError(code).status)]));
});

it.each(adapters)('@sig/%s has the options and errors of core, in the same order', (adapter) => {
  const own = ['`global`'];
  const defaultsOf = ['`bodyLimit`'];
  const options = (folder: string) =>
    rowsOf(read(folder), 'Options')
      .filter(([name = '']) => !own.includes(name))
      .map((row) => (defaultsOf.includes(row[0] ?? '') ? [row[0], row[2]] : row));
  expect(options(adapter)).toEqual(options('core'));
  expect(rowsOf(read(adapter), 'Errors')).toEqual(rowsOf(read('core'), 'Errors'));
});

it.each(adapters)('@sig/%s has its sections in the same order', (adapter) => {
  const headings = [...read(adapter).matchAll(/^## (.*)$/gm)].map(([, heading]) => heading);
  expect(headings.slice(0, 11)).toEqual([
    'Install',
    'Code',
    'See it work',
    'Behind a proxy',
    'With body parsers',
    'WebSocket upgrades',
    'Passwords',
    'Repeated events',
    'Options',
    'Errors',
    'Testing your own routes',
  ]);
});
