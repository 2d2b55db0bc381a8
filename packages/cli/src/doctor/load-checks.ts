import { connect as connectPlain, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { trusting } from '@sig/sender';
import { type DoctorContext, withForm } from './context.js';
import type { Finding } from './finding.js';
import { seen } from './probe.js';

/** More than any genuine request has. */
const oversized = 3 * 1024 * 1024;
const slowConnections = 5;

/** A body that is too large, and slow bodies, which do not end. */
export async function checkLoad(context: DoctorContext): Promise<Finding[]> {
  return [await checkOversized(context), await checkSlow(context)];
}

async function checkOversized({ genuine, params, probe }: DoctorContext): Promise<Finding> {
  const forged = withForm(genuine, [...params, ['Pad', 'x'.repeat(oversized)]]);
  const answer = await probe.send(forged);
  const base = {
    check: 'oversized-body',
    title: 'a body of 3 MB',
    sent: 'a form of 3 MB, forged',
    ...seen(answer),
  };
  // A server that stops reading closes the connection; that is an answer too.
  if (answer.status === 0) {
    const cut = answer.failure === 'ECONNRESET' || answer.failure === 'EPIPE';
    if (cut) return { ...base, level: 'pass' };
    return { ...base, level: 'error', fix: 'Answer 413, or close the connection.' };
  }
  if (answer.status >= 500) {
    return {
      ...base,
      level: 'error',
      fix: 'Answer 413 for what is too large, not a server error.',
    };
  }
  const refused = answer.status >= 400;
  const fix = 'Limit the size of bodies (sig: "bodyLimit"), and refuse what is not signed.';
  return { ...base, level: refused ? 'pass' : 'fail', ...(refused ? {} : { fix }) };
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
