import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { pngOfBytes } from '@trellis/testing';
import { WinnerPromise } from './promises.js';

/** How often each thing is done, relative to the others. */
const WEIGHTS = {
  newRun: 30,
  changeWinner: 10,
  unsetWinner: 2,
  moveRun: 9,
  leaveCluster: 1,
  complete: 6,
  upload: 5,
  deletePhoto: 3,
  post: 2,
  unpost: 2,
  retryLink: 3,
  failAndRetry: 1,
  deleteRun: 0.3,
  deleteCluster: 0.2,
};

/** People at work on one library, in an order that the seed decides; they remember what they were promised. */
export class Actors {
  constructor(client, random, { runs }) {
    Object.assign(this, { client, random, quota: runs, made: 0, answered: 0, done: {} });
    this.runs = [];
    /** Runs, candidates (with their runs), completions and uploads that were answered: until somebody deletes them. */
    this.completed = new Set();
    this.created = new Set();
    this.registered = new Map();
    this.uploaded = new Set();
    /** Candidates whose photos somebody asked to delete. */
    this.declined = new Set();
  }

  async prepare() {
    const persona = await this.client.call('POST', '/personas', { name: `persona ${randomBytes(4).toString('hex')}` });
    const steps = [{ name: 'Base', position: 1, workflowTemplate: '{}' }];
    const pipeline = await this.client.call('POST', '/pipelines', { name: 'crash', steps });
    Object.assign(this, { personaId: persona.id, pipelineId: pipeline.id, stepId: pipeline.steps[0].id });
    this.clusters = [];
    for (let i = 0; i < 8; i += 1) await this.newCluster();
  }

  /** Until the quota of runs is made and `over` says so. `mayMake`: whether it is time for another run. */
  async work(over, mayMake) {
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

  async newRun() {
    this.made += 1;
    const clusterId = this.random.chance(0.85) ? this.random.of(this.clusters) : null;
    const run = await this.client.call('POST', '/runs', { pipelineId: this.pipelineId, clusterId });
    if (!run) return;
    this.created.add(run.id);
    this.answered += 1;
    for (let i = this.random.whole(1, 3); i > 0; i -= 1) {
      const form = this.form('file', this.stepId);
      const candidate = await this.client.call('POST', `/runs/${run.id}/candidates`, form);
      if (candidate) this.registered.set(candidate.id, run.id);
    }
    const entry = { id: run.id, promise: new WinnerPromise() };
    if (this.random.chance(0.85)) await this.choose(entry);
    if (this.random.chance(0.85)) await this.finish(entry);
    this.runs.push(entry);
  }

  async changeWinner() {
    const run = this.random.of(this.runs);
    if (run) await this.choose(run);
  }

  async unsetWinner() {
    const run = this.random.of(this.runs);
    if (run) await run.promise.after(() => this.client.call('DELETE', `/runs/${run.id}/winner`), null);
  }

  async moveRun() {
    const run = this.random.of(this.runs);
    if (run) await this.client.call('PATCH', `/runs/${run.id}`, { clusterId: this.random.of(this.clusters) });
  }

  async leaveCluster() {
    const run = this.random.of(this.runs);
    if (run) await this.client.call('PATCH', `/runs/${run.id}`, { clusterId: null });
  }

  async complete() {
    const run = this.random.of(this.runs);
    if (run) await this.finish(run);
  }

  async failAndRetry() {
    const run = this.random.of(this.runs);
    if (!run) return;
    await this.client.call('POST', `/runs/${run.id}/failure`, { reason: 'tried' });
    await this.client.call('POST', `/runs/${run.id}/retry`);
  }

  async retryLink() {
    const run = this.random.of(this.runs);
    if (run) await this.client.call('POST', `/runs/${run.id}/link`);
  }

  async upload() {
    const path = `/clusters/${this.random.of(this.clusters)}/photos`;
    const answer = await this.client.call('POST', path, this.form('files'), { once: true });
    for (const { photo } of answer?.results ?? []) if (photo) this.uploaded.add(photo.id);
  }

  async deletePhoto() {
    const photo = await this.somePhoto();
    if (!photo) return;
    this.uploaded.delete(photo.id);
    this.declined.add(photo.candidateId);
    await this.client.call('DELETE', `/photos/${photo.id}`);
  }

  async post() {
    const photo = await this.somePhoto();
    const posting = { postedAt: '2026-11-23T10:00:00Z', provider: 'instagram', providerPostId: '1' };
    if (photo) await this.client.call('PUT', `/photos/${photo.id}/posting`, posting);
  }

  async unpost() {
    const page = await this.client.call('GET', '/photos?posted=true&limit=10');
    const photo = this.random.of(page?.items ?? []);
    if (!photo) return;
    await this.client.call('DELETE', `/photos/${photo.id}/posting`);
    // Half of them leave it to the trigger to open the link again, and to the sweeper to take it up.
    const asks = photo.candidateId && this.random.chance(0.5);
    const candidate = asks && (await this.client.call('GET', `/candidates/${photo.candidateId}`));
    if (candidate) await this.client.call('POST', `/runs/${candidate.runId}/link`);
  }

  async deleteRun() {
    const run = this.random.of(this.runs);
    if (!run) return;
    this.runs = this.runs.filter((other) => other !== run);
    run.deleted = true;
    for (const promised of [this.completed, this.created]) promised.delete(run.id);
    await this.client.call('DELETE', `/runs/${run.id}`);
    this.completed.delete(run.id);
  }

  async deleteCluster() {
    const [clusterId] = this.clusters.splice(this.random.whole(0, this.clusters.length - 1), 1);
    await this.newCluster();
    await this.client.call('DELETE', `/clusters/${clusterId}`);
  }

  async newCluster() {
    const name = `cluster ${randomBytes(6).toString('hex')}`;
    const cluster = await this.client.call('POST', `/personas/${this.personaId}/clusters`, { name }, { once: true });
    if (cluster) this.clusters.push(cluster.id);
    else await this.newCluster();
  }

  /** Any candidate that the run has, also one whose upload was never answered. */
  async choose({ id, promise }) {
    const page = await this.client.call('GET', `/runs/${id}/candidates?limit=200`);
    const candidateId = this.random.of(page?.items ?? [])?.id;
    const ask = () => this.client.call('PUT', `/runs/${id}/winner`, { candidateId });
    if (candidateId) await promise.after(ask, candidateId);
  }

  async finish(run) {
    if ((await this.client.call('POST', `/runs/${run.id}/completion`)) && !run.deleted) this.completed.add(run.id);
  }

  async somePhoto() {
    const page = await this.client.call('GET', '/photos?limit=20');
    return this.random.of(page?.items ?? []);
  }

  form(field, stepId) {
    const form = new FormData();
    if (stepId) form.append('stepId', stepId);
    const bytes = pngOfBytes(this.random.whole(5_000, 150_000));
    form.append(field, new Blob([bytes], { type: 'image/png' }), 'candidate.png');
    return form;
  }
}
