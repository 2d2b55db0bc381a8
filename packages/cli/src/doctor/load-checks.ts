import { connect as connectPlain, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { trusting } from '@sig/sender';
import type { DoctorContext } from './context.js';
import { type Finding, seen } from './finding.js';
import type { Judge } from './judge.js';

/** More than any genuine request has. */
const oversized = 3 * 1024 * 1024;
const slowConnections = 5;

/** A body that is too large, and slow bodies, which do not end. */
export async function checkLoad(context: DoctorContext, judge: Judge): Promise<Finding[]> {
  return [await checkOversized(context, judge), await checkSlow(context)];
}

async function checkOversized(context: DoctorContext, judge: Judge): Promise<Finding> {
  const { genuine } = context;
  const more = Buffer.alloc(oversized, 'x');
  const body = Buffer.concat([genuine.body ?? more, Buffer.from('&Pad='), more]);
  const sent = 'a body of 3 MB, forged';
  const { answer, outcome } = await judge.judge({ sent, request: { ...genuine, body } });
  const base = { check: 'oversized-body', title: 'a body of 3 MB', sent, ...seen(answer) };
  // A server that stops reading closes the connection; that is an answer too.
  if (outcome === 'refused' || answer.failure === 'closed') return { ...base, level: 'pass' };
  if (outcome === 'limited') return { ...base, level: 'skip', code: 'rate-limit' };
  if (outcome === 'broke') {
    const fix = 'Answer 413 for what is too large, or close the connection.';
    return { ...base, level: 'error', fix };
  }
  const fix = 'Limit the size of bodies (sig: "bodyLimit"), and refuse what is not signed.';
  return { ...base, level: 'fail', fix };
}

/** A few connections that send their bodies byte by byte; meanwhile a genuine request must be answered. */
async function checkSlow(context: DoctorContext): Promise<Finding> {
  const sockets = Array.from({ length: slowConnections }, () => startSlow(context));
  const drip = setInterval(() => {
    for (const socket of sockets) if (socket.writable) socket.write('x');
  }, 200);
  try {
    await new Promise((resolve) => setTimeout(resolve, 400));
    const answer = await context.probe.send(context.genuine);
    const base = {
      check: 'slow-body',
      title: 'slow bodies',
      sent: `${slowConnections} slow bodies, and a genuine request meanwhile`,
      ...seen(answer),
    };
    if (answer.status !== 0) return { ...base, level: 'pass' };
    const fix =
      'Read bodies without blocking, and give them a time limit (in Node: server.requestTimeout).';
    return { ...base, level: 'error', fix };
  } finally {
    clearInterval(drip);
    for (const socket of sockets) socket.destroy();
  }
}

function startSlow({ genuine, options }: DoctorContext): Socket {
  const { hostname, port, host, secure } = genuine.destination;
  const socket = secure
    ? connectTls({ host: hostname, port, ...trusting(options.ca) })
    : connectPlain({ host: hostname, port });
  socket.on('error', () => {});
  const lines = [
    `POST ${genuine.target} HTTP/1.1`,
    `Host: ${host}`,
    'User-Agent: sig-doctor',
    ...genuine.headers.map(([name, value]) => `${name}: ${value}`),
    'Content-Length: 100000',
  ];
  socket.write(`${lines.join('\r\n')}\r\n\r\na=`);
  return socket;
}
