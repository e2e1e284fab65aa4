import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { aPersona } from '@trellis/personas/testing';
import { aCandidate, aRun } from '@trellis/pipeline/testing';
import { aPng, type RunningPack } from '@trellis/testing';
import { aCluster } from '../testing.ts';
import { ClusterLinkEntity } from './cluster-link.entity.ts';

interface AWinner {
  id: string;
  imagePath: string;
}

interface ACompletedRun {
  run: { id: string; pipelineId: string };
  cluster: { id: string; personaId: string };
  winner: AWinner;
}

/** Completed runs with winners whose files exist, for tests of the link. */
export class LinkLibrary {
  constructor(private readonly pack: RunningPack) {}

  get manager() {
    return this.pack.dataSource.manager;
  }

  async aCompletedRun({ registered = true } = {}): Promise<ACompletedRun> {
    const { id: personaId } = await aPersona(this.manager);
    const cluster = await aCluster(this.manager, { personaId });
    const state = { status: 'completed', completedAt: new Date() } as const;
    const run = await aRun(this.manager, { personaId, clusterId: cluster.id, ...state });
    const winner = await this.aWinner(run, { registered, isWinner: true });
    return { run, cluster, winner };
  }

  /** `registered: false` is a candidate imported without the facts of its file. */
  async aWinner(
    run: { id: string; pipelineId: string },
    { registered = true, isWinner = false } = {},
  ): Promise<AWinner> {
    const bytes = await aPng();
    const imagePath = `${this.pack.config.CANDIDATE_ROOTS[0]}/${run.id}-${Math.random()}.png`;
    await mkdir(dirname(imagePath), { recursive: true });
    await writeFile(imagePath, bytes);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const facts = registered
      ? { contentType: 'image/png' as const, byteSize: bytes.length, sha256, width: 32, height: 24 }
      : {};
    return aCandidate(this.manager, run, { imagePath, isWinner, ...facts });
  }

  linkOf(runId: string): Promise<ClusterLinkEntity> {
    return this.manager.findOneByOrFail(ClusterLinkEntity, { runId });
  }

  /** Changes the winner with SQL, without an event. */
  async choose(runId: string, candidateId: string): Promise<void> {
    const unmark = 'update image_candidates set is_winner = false, winner_at = null where run_id = $1 and is_winner';
    await this.manager.query(unmark, [runId]);
    await this.manager.query('update image_candidates set is_winner = true, winner_at = now() where id = $1', [
      candidateId,
    ]);
  }

  photosOf(runId: string): Promise<{ id: string; key: string }[]> {
    return this.manager.query(
      `select p.id, o.key from photos p join photo_objects o on o.photo_id = p.id
       join image_candidates c on c.id = p.image_candidate_id where c.run_id = $1`,
      [runId],
    );
  }
}
