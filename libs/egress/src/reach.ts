import ipaddr from 'ipaddr.js';

/** How far an address is: a server of the internet, one of this network, or one that no request may reach. */
export type Reach = 'public' | 'inside' | 'never';

/** Ranges of this machine and this network. A server that an operator configured may be there. */
const INSIDE = new Set(['loopback', 'private', 'uniqueLocal', 'carrierGradeNat']);

/**
 * The reach of an IP address. An IPv4 address inside an IPv6 address counts as itself. Link-local addresses, which
 * include the metadata services of clouds, and all translated, multicast and reserved ranges are never reached.
 */
export function reachOf(ip: string): Reach {
  if (!ipaddr.isValid(ip)) return 'never';
  const address = ipaddr.process(ip);
  const range = address.range();
  if (METADATA.has(address.toString())) return 'never';
  if (range === 'unicast') return isGlobal(address) ? 'public' : 'never';
  return INSIDE.has(range) ? 'inside' : 'never';
}

/** Of IPv6, only 2000::/3 is given out; `::127.0.0.1` and the like are not. */
const isGlobal = (address: ipaddr.IPv4 | ipaddr.IPv6): boolean =>
  address.kind() === 'ipv4' || ((address.toByteArray()[0] ?? 0) & 0xe0) === 0x20;

/** Metadata services outside of the link-local range. */
const METADATA = new Set(['100.100.100.200', '168.63.129.16', 'fd00:ec2::254', 'fd20:ce::254']);
