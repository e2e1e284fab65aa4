import { randomBytes } from 'node:crypto';
import sharp from 'sharp';
import { untilDeadline } from '@trellis/kernel/until-deadline';
import type { Client } from '../crash/client.ts';
import type { Random } from '../crash/random.ts';

const ACCOUNT = '17841400000000001';
const TOKEN = 'fake-token';
const SIDE = 400;
const READY_S = 300;

/** A post as it was asked for: what has to appear, once or not at all. */
export interface AskedPost {
  id: string;
  caption: string;
  altTexts: string[];
  isAiGenerated: boolean;
}

interface Page {
  items: { id: string }[];
}

/** The people of a library with one account: they plan posts, and change their minds about some. */
export class PublishPeople {
  readonly posts: AskedPost[] = [];
  readonly done: Record<string, number> = {};
  private readonly client: Client;
  private readonly random: Random;
  private account = '';
  private cluster = '';
  private photos: string[] = [];

  constructor(client: Client, random: Random) {
    this.client = client;
    this.random = random;
  }

  async prepare(photos: number): Promise<void> {
    const persona = await this.client.need<{ id: string }>('POST', '/personas', { name: 'north quay' });
    const clusters = `/personas/${persona.id}/clusters`;
    this.cluster = (await this.client.need<{ id: string }>('POST', clusters, { name: 'Quay' })).id;
    const account = { provider: 'instagram', name: 'on Instagram', externalId: ACCOUNT, minGapMinutes: 0 };
    const path = `/personas/${persona.id}/accounts`;
    this.account = (await this.client.need<{ id: string }>('POST', path, account)).id;
    await this.connect();
    for (let n = 0; n < photos; n += 1) await this.upload();
    await untilDeadline('the photos to be ready', () => this.areReady(photos), { seconds: READY_S, everyMs: 500 });
  }

  /** Posts of one to three pictures. */
  async plan(posts: number): Promise<void> {
    for (let n = 0; n < posts; n += 1) {
      await this.planOne(n);
      if (this.random.chance(0.1)) await this.changeMind();
    }
  }

  /** A person sees that the account is paused, and connects it again. */
  async connect(): Promise<void> {
    await this.client.need('PUT', `/accounts/${this.account}/token`, { token: TOKEN });
    await this.client.call('POST', `/accounts/${this.account}/resume`);
  }

  async resumeIfPaused(): Promise<void> {
    const { pausedAt } = await this.client.need<{ pausedAt: string | null }>('GET', `/accounts/${this.account}`);
    if (pausedAt === null) return;
    this.count('resume');
    await this.connect();
  }

  private async planOne(n: number): Promise<void> {
    const photoIds = this.photos.splice(0, this.random.whole(1, 3));
    const altTexts = photoIds.map((_, i) => `picture ${i} of ${n}`);
    const [caption, aiGenerated] = [`Post ${n} at the quay`, this.random.chance(0.5)];
    const draft = { accountId: this.account, photoIds, altTexts, caption, aiGenerated };
    const { id } = await this.client.need<{ id: string }>('POST', '/posts', draft);
    this.posts.push({ id, caption, altTexts, isAiGenerated: aiGenerated });
    await this.publish(id);
    this.count('plan');
  }

  /** An account that is paused takes no new posts: it is resumed first. */
  private async publish(id: string): Promise<void> {
    await untilDeadline('the post to be taken', async () => {
      await this.resumeIfPaused();
      if (await this.client.call('POST', `/posts/${id}/publish`, {})) return true;
      // Its answer was lost, and it was taken.
      const { state } = await this.client.need<{ state: string }>('GET', `/posts/${id}`);
      return state !== 'draft';
    });
  }

  private async changeMind(): Promise<void> {
    const post = this.random.of(this.posts.slice(-5));
    const act = this.random.weighted({ cancel: 1, unschedule: 1 });
    if (!post || !(await this.client.call('POST', `/posts/${post.id}/${act}`))) return;
    this.count(act);
    if (act === 'unschedule') await this.publish(post.id);
  }

  private async upload(): Promise<void> {
    const pixels = randomBytes(SIDE * SIDE * 3);
    const raw = { width: SIDE, height: SIDE, channels: 3 } as const;
    const jpeg = await sharp(pixels, { raw }).blur(8).jpeg().toBuffer();
    const form = new FormData();
    form.append('files', new Blob([new Uint8Array(jpeg)], { type: 'image/jpeg' }), 'picture.jpg');
    const path = `/clusters/${this.cluster}/photos`;
    const { results } = await this.client.need<{ results: { photo?: { id: string } }[] }>('POST', path, form);
    const [photo] = results;
    if (!photo?.photo) throw new Error('a picture was not taken');
    this.photos.push(photo.photo.id);
  }

  private async areReady(photos: number): Promise<boolean> {
    const { total } = await this.client.need<Page & { total: number }>(
      'GET',
      '/photos?readiness=ready&total=true&limit=1',
    );
    return total >= photos;
  }

  private count(what: string): void {
    this.done[what] = (this.done[what] ?? 0) + 1;
  }
}
