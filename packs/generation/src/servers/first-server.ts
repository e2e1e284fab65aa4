import { Injectable, Logger } from '@nestjs/common';
import { TrellisConfig } from '@trellis/config';
import { Database } from '@trellis/database';
import { newId } from '@trellis/kernel';
import { GenerationSettings } from '../generation.settings.ts';
import { serverUrl } from './is-server-url.ts';

const ADD = `
  insert into comfy_servers (id, name, base_url, updated_by) select $1, 'ComfyUI', $2, 'system:generation'
  where not exists (select 1 from comfy_servers) on conflict do nothing`;

/** The server of COMFYUI_URL, where there is no server yet. */
@Injectable()
export class FirstServer {
  private readonly log = new Logger('Generation');

  constructor(
    private readonly config: TrellisConfig,
    private readonly database: Database,
  ) {}

  async add(): Promise<void> {
    const { COMFYUI_URL: url } = this.config.of(GenerationSettings);
    if (!url) return;
    await this.database.query(ADD, [newId(), serverUrl(url)]);
    this.log.log({ url: serverUrl(url) }, 'pictures are made on COMFYUI_URL, unless other servers were entered');
  }
}
