import assert from 'node:assert/strict';
import type { RedisCommand } from '@sig/redis';

// A Redis that is not asked: a ticket is made without it.
const redis: RedisCommand = async () => null;
process.env.TICKET_SECRET = 'the same 32 characters, or more, on every server';

// snippet

const url = tickets.url('wss://example.com/media', { callSid: 'CA1' });
assert(url.startsWith('wss://example.com/media/'));
