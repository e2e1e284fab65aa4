import { createHash } from 'node:crypto';
import { Injectable, Optional } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import robotsModule from 'robots-parser';
import { TrellisConfig } from '@trellis/config';
import {
  EGRESS_LIMITS,
  Egress,
  EgressError,
  EgressSettings,
  type EgressFailure,
  type EgressLimits,
} from '@trellis/egress';
import type { PublicProblem } from './public-problem.ts';

/** Its types describe an ES module; it is a CommonJS one, whose export is the function. */
const robotsParser = robotsModule as unknown as typeof robotsModule.default;

/** The platform fetches pictures under this name. */
const AGENT = 'facebookexternalhit/1.1';
const LIMITS = { ...EGRESS_LIMITS, wholeMs: 20_000 };
const ROBOTS_BYTES = 524_288;
const ROBOTS_KEPT_MS = 600_000;
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** What a public URL must return. */
export interface ExpectedPicture {
  contentType: string;
  byteSize: number;
  sha256: string;
}

/** Fetches a picture as the platform does: without a key, and only if robots.txt allows it. Only one host is asked. */
@Injectable()
export class PublicProbe {
  private readonly egress: Egress;
  private readonly base: URL;
  /** Rules by host. */
  private readonly robots = new LRUCache<string, Promise<string>>({ max: 8, ttl: ROBOTS_KEPT_MS });

  constructor(config: TrellisConfig, @Optional() limits: EgressLimits = LIMITS) {
    this.base = new URL(config.PUBLIC_BASE_URL);
    const { EGRESS_ALLOW: allowed } = config.of(EgressSettings);
    this.egress = new Egress({ configured: [config.PUBLIC_BASE_URL], allowed }, limits);
  }

  /** Null when the platform can fetch it. */
  async problemOf(url: string, expected: ExpectedPicture): Promise<PublicProblem | null> {
    const { host, hostname } = new URL(url);
    if (host !== this.base.host) throw new Error('only the host of PUBLIC_BASE_URL is asked');
    try {
      const problem = (await this.forbidden(url)) ? 'robots_forbid' : await this.fetched(url, expected);
      return problem ?? (LOOPBACK.test(hostname) ? 'loopback' : null);
    } catch (error) {
      if (error instanceof EgressError) return BY_FAILURE[error.code] ?? 'url_not_public';
      throw error;
    }
  }

  private async fetched(
    url: string,
    { contentType, byteSize, sha256 }: ExpectedPicture,
  ): Promise<PublicProblem | null> {
    const answer = await this.get(url);
    const bytes = await this.egress.bytes(answer, byteSize);
    if (answer.status !== 200) return 'url_not_public';
    if (answer.headers.get('content-type')?.split(';')[0]?.trim() !== contentType) return 'url_wrong_type';
    const same = bytes.length === byteSize && createHash('sha256').update(bytes).digest('hex') === sha256;
    return same ? null : 'url_differs';
  }

  private async forbidden(url: string): Promise<boolean> {
    const { origin, host } = new URL(url);
    const file = `${origin}/robots.txt`;
    const rules = this.robots.get(host) ?? this.rulesOf(file);
    this.robots.set(host, rules);
    // What failed is asked again the next time.
    rules.catch(() => this.robots.delete(host));
    return robotsParser(file, await rules).isAllowed(url, AGENT) === false;
  }

  /** RFC 9309: a host without the file allows everything; one that fails to answer forbids everything. */
  private async rulesOf(file: string): Promise<string> {
    const answer = await this.get(file);
    const text = (await this.egress.bytes(answer, ROBOTS_BYTES)).toString();
    if (answer.status >= 500) return 'User-agent: *\nDisallow: /';
    return answer.ok ? text : '';
  }

  private get(url: string) {
    return this.egress.fetch(url, { headers: { 'user-agent': AGENT } });
  }
}

const BY_FAILURE: Partial<Record<EgressFailure, PublicProblem>> = {
  redirected: 'url_redirects',
  timed_out: 'url_timeout',
  too_large: 'url_differs',
};
