import type { Variant } from '../input.js';

type Header = (name: string) => string | undefined;

/** The hosts, with their ports, that may have been signed. */
export function hostVariants(host: string, port: string, header: Header): Variant<string>[] {
  const hosts = new Map<string, number>();
  const add = (value: string | undefined, cost: number) => {
    for (const one of value?.split(',') ?? []) {
      const trimmed = one.trim().toLowerCase();
      if (/^[a-z0-9._[\]:-]+$/.test(trimmed) && !hosts.has(trimmed)) hosts.set(trimmed, cost);
    }
  };
  add(header('x-forwarded-host'), 1);
  add(/host="?([^";,]+)/i.exec(header('forwarded') ?? '')?.[1], 1);
  add(header('x-original-host'), 1);
  add(header('host'), 1);
  add(header('x-forwarded-server'), 3);

  const variants: Variant<string>[] = [];
  const ports = [header('x-forwarded-port'), '443', '80', '8443', '8080', '3000'].filter(
    (one): one is string => /^\d{1,5}$/.test(one ?? ''),
  );
  const seen = (host + port).toLowerCase();
  for (const [value, cost] of hosts) {
    if (value === seen) continue;
    const [, name = '', ownPort = ''] = /^(\[[^\]]*\]|[^:]*)(:\d+)?$/.exec(value) ?? [];
    const onlyPort = name === host.toLowerCase();
    variants.push({ value, causes: [onlyPort ? 'port-differs' : 'host-internal'], cost });
    // A port was dropped or added beside the host.
    const causes = onlyPort
      ? (['port-differs'] as const)
      : (['host-internal', 'port-differs'] as const);
    if (ownPort !== '') variants.push({ value: name, causes, cost: cost + 2 });
    for (const other of ports.slice(0, 2)) {
      if (`:${other}` !== ownPort)
        variants.push({ value: `${name}:${other}`, causes, cost: cost + 3 });
    }
  }
  if (port !== '') variants.push({ value: host, causes: ['port-differs'], cost: 1 });
  for (const other of ports) {
    if (`:${other}` === port) continue;
    variants.push({ value: `${host}:${other}`, causes: ['port-differs'], cost: 2 });
  }
  return variants;
}
