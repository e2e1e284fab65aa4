import { aPng, untilDeadline } from '@trellis/testing';
import type { Library } from '../support/library.spec-support.ts';
import type { RunningApp } from '../support/running-app.spec-support.ts';

export interface Post {
  id: string;
  state: string;
  caption: string;
  reason: string | null;
  due: boolean;
  scheduledAt: string | null;
  scheduledLocal: string | null;
  updatedAt: string;
  lastError: { code: string; problems?: { code: string }[] } | null;
  photos: { photoId: string | null; position: number; altText: string | null }[];
}

/** What a test of publishing does over the API. */
export class Publishing {
  constructor(
    private readonly app: RunningApp,
    private readonly library: Library,
  ) {}

  async account(fields: object = {}): Promise<string> {
    const body = { provider: 'manual', name: `account ${Math.random()}`, timeZone: 'Europe/Berlin', ...fields };
    return (await this.app.ok<{ id: string }>('post', `/personas/${this.library.personaId}/accounts`, body)).id;
  }

  /** An uploaded photo that is ready to be posted. */
  async photo({ width = 600, height = 600, clusterId = this.library.clusterId } = {}): Promise<string> {
    const png = await aPng({ width, height });
    const upload = await this.app.call('post', `/clusters/${clusterId}/photos`).attach('files', png, 'a.png');
    const { id } = (upload.body as { results: [{ photo: { id: string } }] }).results[0].photo;
    const state = async () =>
      (await this.app.ok<{ readiness: { state: string } }>('get', `/photos/${id}`)).readiness.state;
    await untilDeadline('the renditions', async () => (await state()) !== 'preparing');
    return id;
  }

  draft(accountId: string, photoIds: string[], fields: object = {}): Promise<Post> {
    return this.app.ok<Post>('post', '/posts', { accountId, photoIds, caption: `caption ${Math.random()}`, ...fields });
  }

  async act(id: string, act: string, body: object = {}): Promise<{ status: number; body: Post & { code?: string } }> {
    const { status, body: answer } = await this.app.call('post', `/posts/${id}/${act}`).send(body);
    return { status, body: answer as Post & { code?: string } };
  }

  post(id: string): Promise<Post> {
    return this.app.ok<Post>('get', `/posts/${id}`);
  }
}

/** So many hours from now. */
export const inHours = (hours: number): string => new Date(Date.now() + hours * 3_600_000).toISOString();
