import type { QueuedPrompt } from '@trellis/comfyui';
import { AttemptRows } from '../attempts/attempt-rows.ts';
import { isEnd } from '../attempts/attempt-state.ts';
import type { DrivenServer } from '../servers/driven-server.ts';
import { isOurMark } from '../servers/mark.ts';
import type { LatePicturesService } from './late-pictures.service.ts';

/** Prompts of ours on a server that nothing here waits for: cancelled by id, and watched until they have ended. */
export class StrayPrompts {
  private readonly watched = new Set<string>();

  constructor(
    private readonly server: DrivenServer,
    private readonly rows: AttemptRows,
    private readonly late: LatePicturesService,
  ) {}

  get count(): number {
    return this.watched.size;
  }

  /** @param queue what the server has just said */
  async look(queue: { running: readonly QueuedPrompt[]; pending: readonly QueuedPrompt[] }): Promise<void> {
    const ours = [...queue.running, ...queue.pending].filter(({ mark }) => isOurMark(mark, this.server.library));
    const present = new Set(ours.map(({ promptId }) => promptId));
    if (present.size === 0 && this.watched.size === 0) return;
    const states = await this.rows.statesOf([...present]);
    for (const id of present) {
      const state = states.get(id);
      if (state !== undefined && !isEnd(state)) continue;
      this.watched.add(id);
      await this.server.client.cancel(id);
    }
    for (const id of this.watched) {
      if (present.has(id)) continue;
      await this.late.takePrompt(this.server, id);
      this.watched.delete(id);
    }
  }
}
