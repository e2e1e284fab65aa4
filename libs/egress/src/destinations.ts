import { isIP } from 'node:net';
import { EgressError } from './egress.errors.ts';
import { reachOf } from './reach.ts';

export interface DestinationOptions {
  /** Servers that an operator configured, as URLs. Their host and port may be inside this network. */
  configured?: readonly string[];
  /** `host:port` of other servers inside this network that may be reached (`EGRESS_ALLOW`). */
  allowed?: readonly string[];
}

const PORTS: Record<string, string> = { 'http:': '80', 'https:': '443', 'ws:': '80', 'wss:': '443' };
const REQUESTS = ['http:', 'https:'];
export const SOCKETS = ['ws:', 'wss:'];

/** The host of a URL as an address: without the brackets of IPv6 and without a dot at its end. */
export const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');

const placeOf = (url: URL): string => `${hostOf(url)}:${url.port || PORTS[url.protocol]}`;

/** Where requests may go. */
export class Destinations {
  private readonly inside: ReadonlySet<string>;

  constructor({ configured = [], allowed = [] }: DestinationOptions = {}) {
    const urls = [...configured, ...allowed.map((place) => `http://${place}`)];
    this.inside = new Set(urls.map((url) => placeOf(new URL(url))));
  }

  /** @throws EgressError invalid_url, address_refused */
  parse(text: string | URL, protocols = REQUESTS): URL {
    const url = URL.parse(String(text));
    if (!url || !protocols.includes(url.protocol) || url.username || url.password) throw new EgressError('invalid_url');
    const host = hostOf(url);
    if (isIP(host)) this.require(url, [host]);
    return url;
  }

  /** Every address that the name of the URL resolves to must be allowed. @throws EgressError address_refused */
  require(url: URL, addresses: readonly string[]): void {
    const mayBeInside = this.inside.has(placeOf(url));
    const refused = addresses.some((address) => {
      const reach = reachOf(address);
      return reach === 'never' || (reach === 'inside' && !mayBeInside);
    });
    if (refused || addresses.length === 0) throw new EgressError('address_refused');
  }
}

/**
 * The URL of a server that an operator enters: inside this network it may be reached, at link-local addresses never.
 * @throws EgressError invalid_url, address_refused
 */
export function configurable(text: string): URL {
  if (!URL.canParse(text)) throw new EgressError('invalid_url');
  return new Destinations({ configured: [text] }).parse(text);
}
