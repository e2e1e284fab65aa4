import { Injectable } from '@nestjs/common';
import { TrellisConfig } from '@trellis/config';
import { Database } from '@trellis/database';
import { Secrets, SecretUnreadableError } from '@trellis/secrets';
import { tokenPlace } from '../accounts/token-place.ts';
import type { AccountPause } from '../providers/provider.ts';
import { GraphClient } from './graph-client.ts';
import { InstagramSettings } from './instagram.settings.ts';

const TOKEN = `
  select token, external_id as "externalId", coalesce(host, 'graph.instagram.com') as host from publish_accounts where id = $1`;

interface Row {
  token: Buffer | null;
  externalId: string | null;
  host: string;
}

export type OpenedAccount =
  { kind: 'open'; client: GraphClient; externalId: string } | { kind: 'closed'; pause: AccountPause; detail: string };

const OWN_HOST = 'graph.instagram.com';

/** Clients of accounts. A token is opened for the request that needs it, and shown to nothing else. */
@Injectable()
export class InstagramAccounts {
  constructor(
    private readonly database: Database,
    private readonly secrets: Secrets,
    private readonly config: TrellisConfig,
  ) {}

  async open(accountId: string): Promise<OpenedAccount> {
    const [row] = await this.database.query<Row[]>(TOKEN, [accountId]);
    if (!row?.token || !row.externalId)
      return closed('needs_login', 'The account is not connected: it needs its Instagram id and a token.');
    try {
      const token = this.secrets.open(row.token, tokenPlace(accountId));
      return { kind: 'open', client: this.clientOf(row.host, row.externalId, token), externalId: row.externalId };
    } catch (error) {
      if (!(error instanceof SecretUnreadableError)) throw error;
      return closed('token_unreadable', 'The token cannot be decrypted. Set it again.');
    }
  }

  private clientOf(host: string, externalId: string, token: string): GraphClient {
    const settings = this.config.of(InstagramSettings);
    const { INSTAGRAM_GRAPH_URL: url, INSTAGRAM_GRAPH_VERSION: version, INSTAGRAM_TOKEN_IN: tokenIn } = settings;
    const address = { baseUrl: url ?? `https://${host}`, isConfigured: url !== undefined, version, token, tokenIn };
    return new GraphClient(address, externalId, host === OWN_HOST);
  }
}

const closed = (reason: 'needs_login' | 'token_unreadable', detail: string): OpenedAccount => ({
  kind: 'closed',
  pause: { reason, seconds: null },
  detail,
});
