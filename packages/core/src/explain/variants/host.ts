import type { Cause } from '../causes.js';
import { costs, type Dimension } from '../dimension.js';
import type { Header } from '../input.js';

/** How many names of a list of proxies are looked at, and how long a name may be (RFC 1035, with a port). */
const maxHosts = 8;
const maxHost = 260;

/** Headers in which proxies name the host that they were asked for. */
const hostHeaders = [
  'x-forwarded-host',
  'x-original-host',
  'disguised-host',
  'x-host',
  'host',
] as const;

/** Adds the hosts, with their ports, that may have been signed. */
export function addHosts(dimension: Dimension, host: string, port: string, header: Header): void {
  const ports = [header('x-forwarded-port'), '443', '80', '8443', '8080', '3000'].filter(
    (one): one is string => /^\d{1,5}$/.test(one ?? ''),
  );
  for (const [value, cost] of announcedHosts(header)) {
    if (value === host + port) continue;
    const [, name = '', ownPort = ''] = /^(\[[^\]]*\]|[^:]*)(:\d+)?$/.exec(value) ?? [];
    const cause = causeOf(name, host);
    const causes: Cause[] = cause === undefined ? [] : [cause];
    const withPort: Cause[] = [...causes, 'port-differs'];
    dimension.addText(ownPort === port || causes.length > 0 ? causes : withPort, cost, value);
    // A port was dropped or added next to the host.
    if (ownPort !== '') dimension.addText(withPort, cost + 1, name);
    for (const other of ports.slice(0, 2)) {
      if (`:${other}` !== ownPort) dimension.addText(withPort, cost + 2, `${name}:${other}`);
    }
  }
  if (port !== '') dimension.addText(['port-differs'], costs.likely, host);
  for (const other of ports) {
    if (`:${other}` === port) continue;
    const characters = host.length + other.length;
    const make = () => `${host}:${other}`;
    dimension.add(['port-differs'], { cost: costs.usual, characters, make });
  }
  if (host.length > maxHost) return;
  dimension.addText(['host-case'], costs.common, host.toLowerCase() + port);
  const www = host.startsWith('www.') ? host.slice(4) : `www.${host}`;
  dimension.addText(['host-internal'], costs.rare, www + port);
}

/** What is wrong if this name was signed; nothing if it is the one that was seen. */
function causeOf(name: string, seen: string): Cause | undefined {
  if (name === seen) return undefined;
  return name.toLowerCase() === seen.toLowerCase() ? 'host-case' : 'host-internal';
}

/** The hosts that the headers name, with what each costs. */
function announcedHosts(header: Header): Map<string, number> {
  const hosts = new Map<string, number>();
  const add = (value: string | undefined, cost: number) => {
    for (const one of value?.split(',', maxHosts) ?? []) {
      const name = one.trim();
      if (name.length > maxHost || !/^[a-z0-9._[\]:-]+$/i.test(name)) continue;
      for (const spelt of [name, name.toLowerCase()]) if (!hosts.has(spelt)) hosts.set(spelt, cost);
    }
  };
  add(/host="?([^";,]+)/i.exec(header('forwarded') ?? '')?.[1], costs.evident);
  for (const name of hostHeaders) add(header(name), costs.evident);
  add(header('x-forwarded-server'), costs.usual);
  return hosts;
}
