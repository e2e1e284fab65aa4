import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from '../crash/client.ts';
import type { Random } from '../crash/random.ts';

const BASE = JSON.stringify({
  1: { class_type: 'EmptyImage', inputs: { width: 64, height: 80, batch_size: 1, color: '{{auto_seed}}' } },
  9: { class_type: 'SaveImage', inputs: { images: ['1', 0], filename_prefix: 'base' } },
});
const CHILD = JSON.stringify({
  ...(JSON.parse(BASE.replace('"base"', '"child"')) as object),
  2: { class_type: 'LoadImage', inputs: { image: '{{parent_image_path}}' } },
  3: { class_type: 'PreviewImage', inputs: { images: ['2', 0] } },
});

interface Pipeline {
  id: string;
  steps: { id: string }[];
}

interface Generation {
  state: string;
  waitingFor: string | null;
}

/** What was asked of a run, for the verdict. */
export interface AskedRun {
  id: string;
  most: number;
  topK: number;
  /** Nothing was voted or rejected after its approval, so its parents are the best of that moment. */
  isCalm: boolean;
}

/** People who start runs, vote, approve, reject and close. */
export class People {
  readonly asked: AskedRun[] = [];
  readonly done: Record<string, number> = {};
  private readonly client: Client;
  private readonly random: Random;
  private pipeline: Pipeline | undefined;

  constructor(client: Client, random: Random) {
    this.client = client;
    this.random = random;
  }

  async prepare(urls: readonly string[]): Promise<void> {
    for (const [i, baseUrl] of urls.entries())
      await this.client.need('POST', '/servers', { name: `fake ${i + 1}`, baseUrl });
    const step = { needsParentImagePath: true, workflowTemplate: CHILD };
    this.pipeline = await this.client.need<Pipeline>('POST', '/pipelines', {
      name: 'still_life',
      steps: [
        { name: 'Base', position: 1, workflowTemplate: BASE },
        { name: 'Variant', position: 2, ...step },
        { name: 'Finish', position: 3, ...step },
      ],
    });
  }

  /** One run after the other, until it is over. */
  async work(isOver: () => boolean): Promise<void> {
    while (!isOver()) await this.oneRun(isOver);
  }

  private async oneRun(isOver: () => boolean): Promise<void> {
    const { id: pipelineId, steps } = this.pipeline as Pipeline;
    const { id } = await this.client.need<{ id: string }>('POST', '/runs', { pipelineId });
    const asked = { id, most: this.random.whole(1, 4), topK: this.random.whole(1, 2), isCalm: this.random.chance(0.5) };
    this.asked.push(asked);
    await this.client.need('POST', `/runs/${id}/generation`, { maxChildren: asked.most });
    this.count('run');
    for (const step of steps.slice(0, this.random.whole(1, 3))) {
      if (!(await this.waits(id, isOver))) return;
      for (let i = 0; i < 3; i += 1) await this.vote(id);
      await this.client.call('POST', `/runs/${id}/steps/${step.id}/approval`, { topK: asked.topK });
      this.count('approve');
      if (!asked.isCalm) await this.disturb(id);
    }
    if (await this.waits(id, isOver)) await this.close(id);
  }

  /** False when it is over before the run waits for a person. */
  private async waits(id: string, isOver: () => boolean): Promise<boolean> {
    while (!isOver()) {
      const generation = await this.client.call<Generation>('GET', `/runs/${id}/generation`);
      if (!generation || generation.state === 'blocked') return false;
      if (generation.waitingFor === 'approval' || generation.waitingFor === 'complete') return true;
      await pause(this.random.whole(100, 400));
    }
    return false;
  }

  private async vote(id: string): Promise<void> {
    const next = await this.client.call<{ pair: { a: { id: string }; b: { id: string } } | null }>(
      ...(['GET', `/runs/${id}/next-pair`] as const),
    );
    if (!next?.pair) return;
    const vote = {
      candidateA: next.pair.a.id,
      candidateB: next.pair.b.id,
      outcome: this.random.of(['a', 'b', 'draw']),
    };
    await this.client.call('POST', `/runs/${id}/votes`, vote);
    this.count('vote');
  }

  private async disturb(id: string): Promise<void> {
    const candidates = await this.candidates(id);
    const what = this.random.weighted({ vote: 4, reject: 3, pause: 1, cancelJob: 1 });
    if (what === 'vote') await this.vote(id);
    const candidate = this.random.of(candidates);
    if (what === 'reject' && candidate) await this.client.call('POST', `/candidates/${candidate.id}/rejection`);
    if (what === 'pause') {
      await this.client.call('POST', `/runs/${id}/generation/pause`, { cancel: this.random.chance(0.5) });
      await pause(this.random.whole(100, 1_500));
      await this.client.call('POST', `/runs/${id}/generation/resume`);
    }
    if (what === 'cancelJob') {
      const jobs = await this.client.call<{ items: { id: string }[] }>('GET', `/jobs?runId=${id}&state=working`);
      const job = this.random.of(jobs?.items ?? []);
      if (job) await this.client.call('DELETE', `/jobs/${job.id}`);
    }
    this.count(what);
  }

  private async candidates(id: string): Promise<{ id: string }[]> {
    const page = await this.client.call<{ items: { id: string }[] }>('GET', `/runs/${id}/candidates?status=active`);
    return page?.items ?? [];
  }

  private async close(id: string): Promise<void> {
    const what = this.random.weighted({ win: 5, fail: 1, leave: 4 });
    const winner = this.random.of(await this.candidates(id));
    if (what === 'win' && winner) {
      await this.client.call('PUT', `/runs/${id}/winner`, { candidateId: winner.id });
      await this.client.call('POST', `/runs/${id}/completion`);
    }
    if (what === 'fail') await this.client.call('POST', `/runs/${id}/failure`, { reason: 'harness' });
    this.count(what);
  }

  private count(what: string): void {
    this.done[what] = (this.done[what] ?? 0) + 1;
  }
}
