import { Injectable } from '@nestjs/common';
import type { PublishOutcome } from '../providers/provider.ts';
import { ContainerRows, type ContainerRow } from './container-rows.ts';
import type { ContainerStatus, GraphAnswer } from './graph-answers.ts';
import { codeOf, isGone } from './failure-class.ts';
import { again, outcomeOf } from './outcomes.ts';
import { Pace } from './pace.ts';
import { reachedStep } from './publish-progress.ts';
import type { SentPost } from './sent-post.ts';

/** `ready`: it can be published. `published`: it has been, by a request that was thought lost. */
export type Prepared =
  { kind: 'ready' | 'published'; container: MadeContainer } | { kind: 'ended'; outcome: PublishOutcome };

export interface MadeContainer {
  id: string;
  containerId: string;
}

type Made = MadeContainer | PublishOutcome;
const isMade = (made: Made): made is MadeContainer => 'containerId' in made;

const POLLS_S = [3, 5, 10, 20, 40];
const LAST_POLL_S = 60;
const POLLING_S = 30 * 60;

/** One living container for a post, made once and waited for. A lost answer leaves one behind that expires. */
@Injectable()
export class PrepareContainerService {
  constructor(
    private readonly rows: ContainerRows,
    private readonly pace: Pace,
  ) {}

  async execute(sent: SentPost): Promise<Prepared> {
    const kept = (await this.rows.living(sent.leased.postId)).filter(usable(sent));
    const main = kept.find(({ role }) => role === 'main');
    if (!main) await this.rows.abandon(sent.leased);
    const made = main ? (main as MadeContainer) : await this.make(sent);
    if (!isMade(made)) return { kind: 'ended', outcome: made };
    const status = await this.finished(sent, made, { isNew: !main });
    if (status === 'FINISHED') return { kind: 'ready', container: made };
    return status === 'PUBLISHED' ? { kind: 'published', container: made } : { kind: 'ended', outcome: status };
  }

  private make(sent: SentPost): Promise<Made> {
    const [only] = sent.pictures;
    if (sent.pictures.length === 1 && only)
      return this.create(sent, { role: 'main', position: null }, () => sent.client.createPicture(only, sent.post));
    return this.makeCarousel(sent);
  }

  /** The pictures first, all finished, then the whole. */
  private async makeCarousel(sent: SentPost): Promise<Made> {
    const items: MadeContainer[] = [];
    for (const [position, picture] of sent.pictures.entries()) {
      const create = () => sent.client.createPicture(picture, undefined);
      const item = await this.create(sent, { role: 'item', position }, create);
      if (!isMade(item)) return item;
      items.push(item);
    }
    for (const item of items) {
      const status = await this.finished(sent, item, { isNew: true });
      if (typeof status !== 'string') return status;
    }
    const children = items.map(({ containerId }) => containerId);
    return this.create(sent, { role: 'main', position: null }, () => sent.client.createCarousel(children, sent.post));
  }

  private async create(
    { leased, sha256, attempts }: SentPost,
    { role, position }: { role: 'main' | 'item'; position: number | null },
    request: () => Promise<GraphAnswer<string>>,
  ): Promise<Made> {
    const id = await this.rows.ask(leased, role, position, sha256);
    reachedStep('asked', leased.postId);
    const answer = await request();
    reachedStep('created', leased.postId);
    if (answer.kind === 'ok') {
      await this.rows.made(leased, id, answer.value);
      reachedStep('kept', leased.postId);
      return { id, containerId: answer.value };
    }
    await this.rows.abandon(leased);
    return outcomeOf(answer, attempts, position ?? (role === 'main' ? 0 : undefined));
  }

  /** Asks until Instagram has prepared it, for half an hour at most. */
  private async finished(
    sent: SentPost,
    { id, containerId }: MadeContainer,
    { isNew }: { isNew: boolean },
  ): Promise<'FINISHED' | 'PUBLISHED' | PublishOutcome> {
    let waited = 0;
    for (let polls = 0; waited < POLLING_S; polls += 1) {
      const seconds = isNew || polls > 0 ? (POLLS_S[polls - (isNew ? 0 : 1)] ?? LAST_POLL_S) : 0;
      await this.pace.wait(seconds);
      waited += seconds;
      const answer = await sent.client.status(containerId);
      if (answer.kind !== 'ok') {
        if (isGone(answer)) return this.gone(sent, codeOf(answer));
        const outcome = outcomeOf(answer, sent.attempts);
        if ('pause' in outcome && outcome.pause) return outcome;
        continue;
      }
      const ended = await this.endOf(sent, id, answer.value);
      if (ended) return ended;
    }
    return again('not_ready', 'Instagram has not prepared the pictures in half an hour.', sent.attempts);
  }

  private async endOf(
    { leased, attempts }: SentPost,
    id: string,
    status: ContainerStatus,
  ): Promise<'FINISHED' | 'PUBLISHED' | PublishOutcome | undefined> {
    if (status === 'IN_PROGRESS') return undefined;
    await this.rows.seen(leased, id, status);
    reachedStep('finished', leased.postId);
    if (status === 'FINISHED' || status === 'PUBLISHED') return status;
    return this.gone({ leased, attempts }, status);
  }

  /** It was never sent: a new one is made at the next try. */
  private async gone(
    { leased, attempts }: Pick<SentPost, 'leased' | 'attempts'>,
    why: string,
  ): Promise<PublishOutcome> {
    await this.rows.abandon(leased);
    return again('container_dead', `Instagram gave up what it prepared (${why}).`, attempts);
  }
}

/** Of other content, or one whose answer was lost, is not used. */
const usable =
  ({ sha256 }: SentPost) =>
  ({ containerId, contentSha256 }: ContainerRow): boolean =>
    containerId !== null && contentSha256 === sha256;
