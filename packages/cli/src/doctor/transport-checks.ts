import { connect, type DetailedPeerCertificate, type SecureVersion } from 'node:tls';
import { createSender, SenderError, signRequest, trusting } from '@sig/sender';
import { type DoctorContext, isLocal } from './context.js';
import { type Finding, inWords } from './finding.js';

/** Days before its end at which a certificate should be renewed. */
const renewWithin = 14;

/** Certificate, TLS versions, plain http. */
export async function checkTransport(context: DoctorContext): Promise<Finding[]> {
  const { destination } = context.genuine;
  if (!destination.secure) return [plain(destination.hostname)];
  return [
    await checkCertificate(context),
    await checkOldTls(context),
    await checkPlainHttp(context),
  ];
}

function plain(hostname: string): Finding {
  const local = isLocal(hostname);
  return {
    check: 'https',
    title: 'https',
    level: local ? 'skip' : 'warn',
    sent: 'the URL as it is',
    got: local ? 'TLS not checked (http on this machine)' : 'plain http to another machine',
    ...(local ? {} : { fix: 'Use https: over http, requests can be read, captured and replayed.' }),
  };
}

async function checkCertificate({ url, options }: DoctorContext): Promise<Finding> {
  const base = { check: 'certificate', title: 'certificate', sent: 'a TLS handshake' };
  const ca = options.ca === undefined ? {} : { ca: options.ca };
  const call = createSender({
    authToken: 'none',
    timeout: options.timeout,
    maxRedirects: 0,
    ...ca,
  }).call();
  try {
    await call.send({ url: url.replace(/\/\/[^/@]*@/, '//'), method: 'HEAD' });
  } catch (error) {
    if (
      error instanceof SenderError &&
      /certificate|chain|authority|host-name|tls/.test(error.code)
    ) {
      return { ...base, level: 'fail', got: error.code, fix: error.message };
    }
  } finally {
    call.close();
  }
  const days = await daysLeft(signRequest({ url }, { authToken: 'none' }).destination, options.ca);
  if (days !== undefined && days < renewWithin) {
    const fix = 'Renew the certificate, and see to it that renewal is automatic.';
    return { ...base, level: 'warn', got: `expires in ${days} days`, fix };
  }
  return { ...base, level: 'pass', got: `good${days === undefined ? '' : ` for ${days} days`}` };
}

async function checkOldTls(context: DoctorContext): Promise<Finding> {
  const base = { check: 'old-tls', title: 'TLS 1.1 and older', sent: 'a handshake with TLS 1.1' };
  const answered = await handshakes(context, 'TLSv1.1');
  return answered
    ? { ...base, level: 'warn', got: 'accepted', fix: 'Turn TLS 1.0 and 1.1 off (RFC 8996).' }
    : { ...base, level: 'pass', got: 'refused' };
}

async function checkPlainHttp({ genuine, probe }: DoctorContext): Promise<Finding> {
  const base = {
    check: 'plain-http',
    title: 'plain http',
    sent: 'GET over http, without a signature',
  };
  const { destination, target } = genuine;
  // If https is on another port, the port of http is unknown.
  if (destination.port !== 443) {
    return {
      ...base,
      level: 'skip',
      got: 'not checked: https is on another port than 443',
    };
  }
  const answer = await probe.sendBare({
    method: 'GET',
    target,
    headers: [],
    body: undefined,
    destination: { ...destination, port: 80, secure: false },
  });
  const redirected = answer.location?.startsWith('https://') === true;
  const good = answer.status === 0 || redirected || answer.status >= 400;
  const fix = 'Redirect http to https, or do not listen there.';
  return {
    ...base,
    level: good ? 'pass' : 'warn',
    got: inWords(answer),
    ...(good ? {} : { fix }),
  };
}

type Destination = DoctorContext['genuine']['destination'];

function daysLeft(
  { hostname, port }: Destination,
  ca: Buffer | undefined,
): Promise<number | undefined> {
  return new Promise((resolve) => {
    const socket = connect(
      {
        host: hostname,
        port,
        ...(/^[\d.:]+$/.test(hostname) ? {} : { servername: hostname }),
        ...trusting(ca),
      },
      () => {
        const { valid_to } = socket.getPeerCertificate() as DetailedPeerCertificate;
        socket.destroy();
        resolve(Math.floor((Date.parse(valid_to) - Date.now()) / 86_400_000));
      },
    );
    socket.on('error', () => resolve(undefined));
  });
}

function handshakes({ genuine, options }: DoctorContext, version: SecureVersion): Promise<boolean> {
  const { hostname, port } = genuine.destination;
  return new Promise((resolve) => {
    const socket = connect(
      {
        host: hostname,
        port,
        minVersion: 'TLSv1',
        maxVersion: version,
        ciphers: 'DEFAULT@SECLEVEL=0',
        // Only whether there is a handshake: nothing is sent, so nothing needs to be trusted.
        checkServerIdentity: () => undefined,
        ...trusting(options.ca),
      },
      () => {
        socket.destroy();
        resolve(true);
      },
    );
    socket.setTimeout(options.timeout, () => socket.destroy());
    socket.on('error', () => resolve(false)).on('close', () => resolve(false));
  });
}
