import type { EntityManager } from 'typeorm';
import type { RunStatus } from './pipeline-run.entity.ts';

/** The winner's file as it was registered. The facts are null for candidates imported without a file. */
export interface Winner {
  candidateId: string;
  imagePath: string;
  contentType: 'image/png' | 'image/jpeg' | 'image/webp' | null;
  /** Hexadecimal. */
  sha256: string | null;
  /** Pixels. */
  width: number | null;
  height: number | null;
  /** 63 bits that find similar pictures, as text; and those of the mirror image. */
  pictureHash: string | null;
  mirrorHash: string | null;
  /** What the run asked for. */
  prompt: string | null;
}

/** The current state of a run, as far as linking needs it. */
export interface RunStanding {
  runId: string;
  status: RunStatus;
  personaId: string | null;
  clusterId: string | null;
  completedAt: Date | null;
  winner: Winner | null;
}

interface Row {
  run_id: string;
  status: RunStatus;
  persona_id: string | null;
  cluster_id: string | null;
  completed_at: Date | null;
  candidate_id: string | null;
  image_path: string;
  content_type: Winner['contentType'];
  sha256: string | null;
  width: number | null;
  height: number | null;
  picture_hash: string | null;
  mirror_hash: string | null;
  prompt: string | null;
}

export async function standingsOf(manager: EntityManager, runIds: readonly string[]): Promise<RunStanding[]> {
  const rows = await manager.query<Row[]>(
    `select r.id as run_id, r.status, r.persona_id, r.cluster_id, r.completed_at,
            c.id as candidate_id, c.image_path, c.content_type, c.sha256, c.width, c.height,
            c.picture_hash, c.mirror_hash, coalesce(r.prompt, r.variables ->> 'prompt') as prompt
     from pipeline_runs r left join image_candidates c on c.run_id = r.id and c.is_winner
     where r.id = any($1)`,
    [runIds],
  );
  return rows.map((row) => ({
    runId: row.run_id,
    status: row.status,
    personaId: row.persona_id,
    clusterId: row.cluster_id,
    completedAt: row.completed_at,
    winner: row.candidate_id === null ? null : winnerOf(row, row.candidate_id),
  }));
}

const winnerOf = (row: Row, candidateId: string): Winner => ({
  candidateId,
  imagePath: row.image_path,
  contentType: row.content_type,
  sha256: row.sha256,
  width: row.width,
  height: row.height,
  pictureHash: row.picture_hash,
  mirrorHash: row.mirror_hash,
  prompt: row.prompt,
});
