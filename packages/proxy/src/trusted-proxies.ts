import { BlockList, isIP } from 'node:net';
import { OptionError } from '@sig/core';

/** Whether an address is that of a proxy that is trusted. */
export type TrustedProxies = (address: string | undefined) => boolean;

/**
 * The option `trustedProxies`.
 *
 * @throws OptionError if an entry is no address, no network and not `loopback`
 */
export function trustedProxiesOf(entries: readonly string[]): TrustedProxies {
  const list = new BlockList();
  if (!Array.isArray(entries)) throw wrong(entries);
  for (const entry of entries.flatMap((one) => (one === 'loopback' ? loopback : [one]))) {
    const [, address = '', prefix] = /^([0-9a-fA-F.:]+)(?:\/(\d{1,3}))?$/.exec(entry) ?? [];
    const family = isIP(address);
    const bits = prefix === undefined ? undefined : Number(prefix);
    // A network of all addresses trusts every client: nobody means that.
    if (family === 0 || bits === 0 || (bits ?? 0) > (family === 4 ? 32 : 128)) throw wrong(entry);
    const type = family === 4 ? 'ipv4' : 'ipv6';
    if (bits === undefined) list.addAddress(address, type);
    else list.addSubnet(address, bits, type);
  }
  return (address) => {
    if (address === undefined) return false;
    const plain = plainAddress(address);
    return list.check(plain, isIP(plain) === 6 ? 'ipv6' : 'ipv4');
  };
}

const loopback = ['127.0.0.0/8', '::1'];

/** An IPv4 address as it is, if a socket of both families has it as IPv6. */
export function plainAddress(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');
}

function wrong(entry: unknown): OptionError {
  return new OptionError(
    'trustedProxies',
    `"trustedProxies" must be a list of addresses (10.0.0.7), networks (10.0.0.0/8) or "loopback"; got ${JSON.stringify(entry)}.`,
  );
}
