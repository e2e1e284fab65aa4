import { Injectable } from '@nestjs/common';
import { ComfyClient } from '@trellis/comfyui';
import { SecretUnreadableError, Secrets } from '@trellis/secrets';

/** What a client is made of. */
export interface ServerAddress {
  id: string;
  baseUrl: string;
  token: Buffer | null;
}

/** Where the sealed token of a server stands: it opens nowhere else. */
export const tokenPlace = (id: string) => ({ table: 'comfy_servers', column: 'token', row: id });

/** Clients of servers, with their tokens. */
@Injectable()
export class ServerClients {
  constructor(private readonly secrets: Secrets) {}

  /** Undefined: its token cannot be read with any key that this process has. */
  of({ id, baseUrl, token }: ServerAddress): ComfyClient | undefined {
    try {
      return new ComfyClient({ baseUrl, token: token && this.secrets.open(token, tokenPlace(id)) });
    } catch (error) {
      if (error instanceof SecretUnreadableError) return undefined;
      throw error;
    }
  }
}
