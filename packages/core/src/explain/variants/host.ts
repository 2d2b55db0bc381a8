import type { Cause } from '../causes.js';
import type { Dimension } from '../dimension.js';
import type { Header } from '../input.js';

/** How many names of a list of proxies are looked at, and how long a name may be (RFC 1035, with a port). */
const maxHosts = 8;
const maxHost = 260;

/** Adds the hosts, with their ports, that may have been signed. */
export function addHosts(dimension: Dimension, host: string, port: string, header: Header): void {
  const ports = [header('x-forwarded-port'), '443', '80', '8443', '8080', '3000'].filter(
    (one): one is string => /^\d{1,5}$/.test(one ?? ''),
  );
  const seen = (host + port).toLowerCase();
  for (const [value, cost] of announcedHosts(header)) {
    if (value === seen) continue;
    const [, name = '', ownPort = ''] = /^(\[[^\]]*\]|[^:]*)(:\d+)?$/.exec(value) ?? [];
    const onlyPort = name === host.toLowerCase();
    dimension.addText([onlyPort ? 'port-differs' : 'host-internal'], cost, value);
    // A port was dropped or added next to the host.
    const causes: Cause[] = onlyPort ? ['port-differs'] : ['host-internal', 'port-differs'];
    if (ownPort !== '') dimension.addText(causes, cost + 2, name);
    for (const other of ports.slice(0, 2)) {
      if (`:${other}` !== ownPort) dimension.addText(causes, cost + 3, `${name}:${other}`);
    }
  }
  if (port !== '') dimension.addText(['port-differs'], 1, host);
  for (const other of ports) {
    if (`:${other}` === port) continue;
    const characters = host.length + other.length;
    dimension.add(['port-differs'], { cost: 2, characters, make: () => `${host}:${other}` });
  }
}

/** The hosts that the headers name, with what each costs. */
function announcedHosts(header: Header): Map<string, number> {
  const hosts = new Map<string, number>();
  const add = (value: string | undefined, cost: number) => {
    for (const one of value?.split(',', maxHosts) ?? []) {
      const name = one.trim().toLowerCase();
      if (name.length > maxHost || !/^[a-z0-9._[\]:-]+$/.test(name) || hosts.has(name)) continue;
      hosts.set(name, cost);
    }
  };
  add(header('x-forwarded-host'), 1);
  add(/host="?([^";,]+)/i.exec(header('forwarded') ?? '')?.[1], 1);
  add(header('x-original-host'), 1);
  add(header('host'), 1);
  add(header('x-forwarded-server'), 3);
  return hosts;
}
