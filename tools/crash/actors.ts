import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { pngOfBytes } from '@trellis/testing';
import type { Client } from './client.ts';
import { Ledger, type KnownRun, type Made, type Page, type PhotoFacts } from './ledger.ts';
import { PIXELS, POSTING, WEIGHTS } from './actions.ts';
import { WinnerPromise } from './promises.ts';
import type { Random } from './random.ts';

/** Users working on one library, in an order that the seed determines. */
export class Actors {
  readonly ledger = new Ledger();
  readonly done: Partial<Record<keyof typeof WEIGHTS, number>> = {};
  /** Runs whose creation was answered. */
  answered = 0;
  pipelineId = '';
  stepId = '';
  readonly clusters: string[] = [];
  readonly client: Client;
  readonly random: Random;
  private readonly quota: number;
  private made = 0;
  private personaId = '';

  constructor(client: Client, random: Random, { runs }: { runs: number }) {
    this.client = client;
    this.random = random;
    this.quota = runs;
  }

  async prepare(): Promise<void> {
    const name = `persona ${randomBytes(4).toString('hex')}`;
    this.personaId = (await this.client.need<Made>('POST', '/personas', { name })).id;
    const steps = [{ name: 'Base', position: 1, workflowTemplate: '{}' }];
    const pipeline = await this.client.need<Made & { steps: Made[] }>('POST', '/pipelines', { name: 'crash', steps });
    this.pipelineId = pipeline.id;
    this.stepId = pipeline.steps[0]?.id ?? '';
    for (let i = 0; i < 8; i += 1) await this.newCluster();
  }

  /**
   * Works until the quota of runs is made and `over` is true.
   * @param mayMake whether another run is due, given the number made
   */
  async work(over: () => boolean, mayMake: (made: number) => boolean): Promise<void> {
    while (this.made < this.quota || !over()) {
      const what = this.random.weighted(WEIGHTS);
      if (what === 'newRun' && (this.made >= this.quota || !mayMake(this.made))) {
        await pause(this.random.whole(5, 200));
        continue;
      }
      await pause(this.random.whole(0, 200));
      await this[what]();
      this.done[what] = (this.done[what] ?? 0) + 1;
    }
  }

  async newRun(): Promise<void> {
    this.made += 1;
    const clusterId = this.random.chance(0.85) ? this.random.of(this.clusters) : null;
    const run = await this.client.call<Made>('POST', '/runs', { pipelineId: this.pipelineId, clusterId });
    if (!run) return;
    this.ledger.created.add(run.id);
    this.answered += 1;
    for (let i = this.random.whole(1, 3); i > 0; i -= 1) {
      const form = this.form('file', this.stepId);
      const candidate = await this.client.call<Made>('POST', `/runs/${run.id}/candidates`, form);
      if (candidate) this.ledger.registered.set(candidate.id, run.id);
    }
    const entry = { id: run.id, promise: new WinnerPromise(), deleted: false };
    if (this.random.chance(0.85)) await this.choose(entry);
    if (this.random.chance(0.85)) await this.finish(entry);
    this.ledger.runs.push(entry);
  }

  changeWinner = () => this.withRun((run) => this.choose(run));

  unsetWinner = () =>
    this.withRun(({ id, promise }) => promise.after(() => this.client.call('DELETE', `/runs/${id}/winner`), null));

  moveRun = () =>
    this.withRun(({ id }) =>
      this.client.call('PATCH', `/runs/${id}`, { clusterId: this.random.of(this.clusters) ?? null }),
    );

  leaveCluster = () => this.withRun(({ id }) => this.client.call('PATCH', `/runs/${id}`, { clusterId: null }));

  complete = () => this.withRun((run) => this.finish(run));

  failAndRetry = () =>
    this.withRun(async ({ id }) => {
      await this.client.call('POST', `/runs/${id}/failure`, { reason: 'tried' });
      await this.client.call('POST', `/runs/${id}/retry`);
    });

  retryLink = () => this.withRun(({ id }) => this.client.call('POST', `/runs/${id}/link`));

  deleteRun = () =>
    this.withRun(async (run) => {
      this.ledger.forget(run);
      await this.client.call('DELETE', `/runs/${run.id}`);
      this.ledger.completed.delete(run.id);
    });

  async upload(): Promise<void> {
    const path = `/clusters/${this.random.of(this.clusters)}/photos`;
    const form = this.form('files');
    const answer = await this.client.call<{ results: { photo?: Made }[] }>('POST', path, form, { once: true });
    for (const { photo } of answer?.results ?? []) if (photo) this.ledger.uploaded.add(photo.id);
  }

  deletePhoto = () =>
    this.withPhoto(async ({ id, candidateId }) => {
      this.ledger.uploaded.delete(id);
      if (candidateId) this.ledger.declined.add(candidateId);
      await this.client.call('DELETE', `/photos/${id}`);
    });

  post = () => this.withPhoto(({ id }) => this.client.call('PUT', `/photos/${id}/posting`, POSTING));

  crop = () => this.withPhoto(({ id }) => this.client.call('PUT', `/photos/${id}/crop`, { mode: 'pad' }));

  uncrop = () => this.withPhoto(({ id }) => this.client.call('DELETE', `/photos/${id}/crop`));

  async unpost(): Promise<void> {
    const page = await this.client.call<Page<PhotoFacts>>('GET', '/photos?posted=true&limit=10');
    const photo = this.random.of(page?.items ?? []);
    if (!photo) return;
    await this.client.call('DELETE', `/photos/${photo.id}/posting`);
    // Half of the time the trigger opens the link again and the sweeper takes it up; otherwise it is asked for here.
    if (!photo.candidateId || !this.random.chance(0.5)) return;
    const candidate = await this.client.call<{ runId: string }>('GET', `/candidates/${photo.candidateId}`);
    if (candidate) await this.client.call('POST', `/runs/${candidate.runId}/link`);
  }

  async deleteCluster(): Promise<void> {
    const [clusterId] = this.clusters.splice(this.random.whole(0, this.clusters.length - 1), 1);
    await this.newCluster();
    await this.client.call('DELETE', `/clusters/${clusterId}`);
  }

  form(field: 'file' | 'files', stepId?: string): FormData {
    const form = new FormData();
    if (stepId) form.append('stepId', stepId);
    const bytes = new Uint8Array(pngOfBytes(this.random.whole(5_000, 150_000), this.random.of(PIXELS)));
    form.append(field, new Blob([bytes], { type: 'image/png' }), 'candidate.png');
    return form;
  }

  private async withRun(act: (run: KnownRun) => Promise<unknown>): Promise<void> {
    const run = this.random.of(this.ledger.runs);
    if (run) await act(run);
  }

  private async newCluster(): Promise<void> {
    const name = `cluster ${randomBytes(6).toString('hex')}`;
    const path = `/personas/${this.personaId}/clusters`;
    const cluster = await this.client.call<Made>('POST', path, { name }, { once: true });
    if (cluster) this.clusters.push(cluster.id);
    else await this.newCluster();
  }

  /** Any candidate of the run, also one whose upload was not answered. */
  private async choose({ id, promise }: KnownRun): Promise<void> {
    const page = await this.client.call<Page<Made>>('GET', `/runs/${id}/candidates?limit=200`);
    const candidateId = this.random.of(page?.items ?? [])?.id;
    if (candidateId)
      await promise.after(() => this.client.call('PUT', `/runs/${id}/winner`, { candidateId }), candidateId);
  }

  private async finish(run: KnownRun): Promise<void> {
    const answer = await this.client.call('POST', `/runs/${run.id}/completion`);
    if (answer && !run.deleted) this.ledger.completed.add(run.id);
  }

  private async withPhoto(act: (photo: PhotoFacts) => Promise<unknown>): Promise<void> {
    const photo = await this.somePhoto();
    if (photo) await act(photo);
  }

  private async somePhoto(): Promise<PhotoFacts | undefined> {
    const page = await this.client.call<Page<PhotoFacts>>('GET', '/photos?limit=20');
    return this.random.of(page?.items ?? []);
  }
}
