import { checkPicture } from './check-picture.ts';
import { faults } from './graph-fault.ts';
import { flag, requireOnly, type Parameters } from './graph-parameters.ts';

export type ContainerState = 'IN_PROGRESS' | 'FINISHED' | 'PUBLISHED' | 'ERROR' | 'EXPIRED';

export interface Container {
  id: string;
  role: 'main' | 'item';
  imageUrl: string | null;
  caption: string | null;
  altText: string | null;
  isAiGenerated: boolean;
  children: string[];
  state: ContainerState;
  createdAt: number;
}

export interface Medium {
  id: string;
  containerId: string;
  caption: string | null;
  children: string[];
  isAiGenerated: boolean;
  altTexts: (string | null)[];
  publishedAt: number;
}

export interface GraphAccountOptions {
  accountId?: string;
  token?: string;
  /** Posts in a day. */
  quota?: number;
  /** Milliseconds until a container is finished. */
  processingMs?: number;
}

const DAY_MS = 24 * 3_600_000;
const MOST_CAPTION = 2_200;
const MOST_TAGS = 30;
const MOST_MENTIONS = 20;
const MOST_ALT_TEXT = 1_000;
/** Containers in a day. */
const MOST_CONTAINERS = 400;

/** The account of the fake: its containers and its media. */
export class GraphAccount {
  readonly id: string;
  readonly token: string;
  readonly quota: number;
  readonly containers = new Map<string, Container>();
  readonly media: Medium[] = [];
  private readonly processingMs: number;
  /** Ids of a fake that was started again are others. */
  private numbers = Date.now();

  constructor({ accountId, token, quota = 100, processingMs = 200 }: GraphAccountOptions = {}) {
    this.id = accountId ?? '17841400000000001';
    this.token = token ?? 'fake-token';
    this.quota = quota;
    this.processingMs = processingMs;
  }

  /** Media of the last day. */
  get used(): number {
    return this.media.filter(({ publishedAt }) => publishedAt > Date.now() - DAY_MS).length;
  }

  /** @throws GraphFault */
  async create(parameters: Parameters): Promise<Container> {
    const container = await this.readContainer(parameters);
    const today = [...this.containers.values()].filter(({ createdAt }) => createdAt > Date.now() - DAY_MS);
    if (today.length >= Math.max(MOST_CONTAINERS, this.quota * 4)) throw faults.rate();
    this.containers.set(container.id, container);
    return container;
  }

  /** As it is now. @throws GraphFault */
  container(id: string): Container {
    const found = this.containers.get(id);
    if (!found) throw faults.unknownObject();
    const age = Date.now() - found.createdAt;
    if (found.state === 'IN_PROGRESS' && age >= this.processingMs) found.state = 'FINISHED';
    if (found.state === 'FINISHED' && age >= DAY_MS) found.state = 'EXPIRED';
    return found;
  }

  /** Publishes a container once. @throws GraphFault */
  publish(containerId: string): Medium {
    if (!this.containers.has(containerId)) throw faults.dead();
    const container = this.container(containerId);
    if (container.role === 'item') throw faults.parameter('A carousel item cannot be published alone');
    if (container.state === 'EXPIRED' || container.state === 'ERROR') throw faults.dead();
    if (container.state !== 'FINISHED') throw faults.notReady();
    if (this.used >= this.quota) throw faults.quota();
    container.state = 'PUBLISHED';
    const items = container.children.map((id) => this.container(id));
    for (const item of items) item.state = 'PUBLISHED';
    const shown = items.length > 0 ? items : [container];
    const medium = {
      ...{ id: this.nextId('179'), containerId, caption: container.caption, children: container.children },
      ...{ isAiGenerated: container.isAiGenerated, altTexts: shown.map(({ altText }) => altText) },
      publishedAt: Date.now(),
    };
    this.media.push(medium);
    return medium;
  }

  private async readContainer(parameters: Parameters): Promise<Container> {
    const isItem = flag(parameters, 'is_carousel_item');
    const isCarousel = parameters.get('media_type') === 'CAROUSEL';
    if (isCarousel) requireOnly(parameters, ['media_type', 'children'], ['caption', 'is_ai_generated']);
    else if (isItem) requireOnly(parameters, ['image_url', 'is_carousel_item'], ['alt_text']);
    else requireOnly(parameters, ['image_url'], ['caption', 'alt_text', 'is_ai_generated', 'is_carousel_item']);
    const imageUrl = parameters.get('image_url') ?? null;
    const caption = parameters.get('caption') ?? null;
    const altText = parameters.get('alt_text') ?? null;
    requireCaption(caption ?? '');
    if ((altText?.length ?? 0) > MOST_ALT_TEXT) throw faults.parameter('alt_text is too long');
    const children = isCarousel ? this.childrenOf(parameters.get('children') ?? '') : [];
    if (imageUrl) await checkPicture(imageUrl);
    return {
      ...{ id: this.nextId('178'), role: isItem ? 'item' : 'main', imageUrl, caption, altText, children },
      ...{ isAiGenerated: flag(parameters, 'is_ai_generated'), state: 'IN_PROGRESS', createdAt: Date.now() },
    };
  }

  private childrenOf(text: string): string[] {
    const ids = text.split(',');
    if (ids.length < 2 || ids.length > 10) throw faults.parameter('children must be 2 to 10 containers');
    for (const id of ids) {
      if (!this.containers.has(id)) throw faults.parameter('children must be containers of this account');
      const { role, state } = this.container(id);
      if (role !== 'item') throw faults.parameter('children must be carousel items');
      if (state === 'IN_PROGRESS') throw faults.notReady();
      if (state !== 'FINISHED') throw faults.dead();
    }
    return ids;
  }

  private nextId(prefix: string): string {
    this.numbers += 1;
    return `${prefix}${String(this.numbers).padStart(14, '0')}`;
  }
}

/** @throws GraphFault */
function requireCaption(caption: string): void {
  const count = (pattern: RegExp) => [...caption.matchAll(pattern)].length;
  const isTooLong = caption.length > MOST_CAPTION || count(/#[\p{L}\p{N}_]+/gu) > MOST_TAGS;
  if (isTooLong || count(/(?<![\p{L}\p{N}._@])@[\p{L}\p{N}._]+/gu) > MOST_MENTIONS) throw faults.caption();
}
