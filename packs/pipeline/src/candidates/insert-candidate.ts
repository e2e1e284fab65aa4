import type { EntityManager } from 'typeorm';
import { columnList, insertReturning, recordAudit } from '@trellis/database';
import { PipelineRunEntity } from '../runs/pipeline-run.entity.ts';
import type { CandidatePlace } from './candidate-input.ts';
import { HASHES, ImageCandidateEntity } from './image-candidate.entity.ts';
import type { PreparedCandidate } from './prepare-candidate.service.ts';

interface Registration {
  place: CandidatePlace;
  prepared: PreparedCandidate;
  /** By default the key of the request. */
  actor?: string;
  /** What else the audit log gets. */
  data?: Record<string, unknown>;
}

/** The row of a candidate of a locked, open run. The first one sets the run running. */
export async function insertCandidate(
  manager: EntityManager,
  { id: runId, status }: Pick<PipelineRunEntity, 'id' | 'status'>,
  { place, prepared: { id, row }, actor, data }: Registration,
): Promise<ImageCandidateEntity> {
  if (status === 'pending')
    await manager.update(PipelineRunEntity, { id: runId, status: 'pending' }, { status: 'running' });
  const columns = columnList(manager, ImageCandidateEntity, 'image_candidates', { without: HASHES });
  const values = { id, runId, ...place, ...row };
  const added = await insertReturning<ImageCandidateEntity>(manager, 'image_candidates', values, columns);
  await recordAudit(manager, {
    ...(actor && { actor }),
    action: 'candidate.registered',
    subjectType: 'candidate',
    subjectId: id,
    data: { runId, stepId: place.stepId, ...data },
  });
  return added;
}
