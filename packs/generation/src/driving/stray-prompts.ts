import type { QueuedPrompt } from '@trellis/comfyui';
import { AttemptRows } from '../attempts/attempt-rows.ts';
import { isEnd } from '../states/attempt-state.ts';
import type { DrivenServer } from '../servers/driven-server.ts';
import { isOurs } from '../servers/mark.ts';
import type { LatePicturesService } from './late-pictures.service.ts';

interface Queue {
  running: readonly QueuedPrompt[];
  pending: readonly QueuedPrompt[];
}

/** At one look. The others are seen at the next. */
const MOST_STRAYS = 20;
/** How often the history is asked of one that has left the queue. */
const MOST_TRIES = 5;

/** Prompts of ours on a server that nothing here waits for: cancelled by id, and watched until they have ended. */
export class StrayPrompts {
  /** By id: how often its history was asked in vain. */
  private readonly watched = new Map<string, number>();

  constructor(
    private readonly server: DrivenServer,
    private readonly rows: AttemptRows,
    private readonly late: LatePicturesService,
  ) {}

  get count(): number {
    return this.watched.size;
  }

  /** @param queue what the server has just said @param current the prompt that is waited for */
  async look(queue: Queue, current?: string): Promise<void> {
    const all = [...queue.running, ...queue.pending].filter(({ promptId }) => promptId !== current);
    const present = new Set(all.filter((one) => isOurs(one, this.server.library)).map(({ promptId }) => promptId));
    if (present.size === 0 && this.watched.size === 0) return;
    await this.cancel([...present].slice(0, MOST_STRAYS));
    for (const [id, tries] of this.watched) if (!present.has(id)) await this.take(id, tries);
  }

  private async cancel(ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    const states = await this.rows.statesOf(ids);
    for (const id of ids) {
      const state = states.get(id);
      if (state !== undefined && !isEnd(state)) continue;
      if (!this.watched.has(id)) this.watched.set(id, 0);
      await this.server.client.cancel(id);
    }
  }

  private async take(id: string, tries: number): Promise<void> {
    const isOver = (await this.late.takePrompt(this.server, id)) || tries + 1 >= MOST_TRIES;
    if (isOver) this.watched.delete(id);
    else this.watched.set(id, tries + 1);
  }
}
