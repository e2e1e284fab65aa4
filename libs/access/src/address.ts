import ipaddr from 'ipaddr.js';

/**
 * What counts as one address: an IPv4 address, also inside of IPv6, or the first 64 bits of an IPv6 address. A customer
 * of a provider has at least those 64 bits for free.
 */
export function addressOf(ip: string): string {
  if (!ipaddr.isValid(ip)) return ip;
  const address = ipaddr.process(ip);
  if (address.kind() === 'ipv4') return address.toString();
  return `${new ipaddr.IPv6([...address.toByteArray().slice(0, 8), 0, 0, 0, 0, 0, 0, 0, 0]).toString()}/64`;
}
