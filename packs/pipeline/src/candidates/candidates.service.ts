import { Injectable } from '@nestjs/common';
import { notFound, type ServedFile } from '@trellis/kernel';
import { columnList, Database, oldestFirst, paginate, type Page, type SortColumn } from '@trellis/database';
import { imageRefusal, imageTypeOf, type ImageType, type OpenImage } from '@trellis/images';
import { PipelineRunEntity } from '../runs/pipeline-run.entity.ts';
import type { CandidateFilter, CandidateSort } from './candidate-input.ts';
import { imageChanged, imageGone } from './candidate.errors.ts';
import { CandidateFiles } from './candidate-files.ts';
import { HASHES, ImageCandidateEntity } from './image-candidate.entity.ts';
import { RegisteredFiles } from './registered-files.ts';
import { pipelineProblems } from '../pipeline.problems.ts';

/** Of a candidate that was imported without its file. */
async function typeOf({ handle }: OpenImage): Promise<ImageType | undefined> {
  const { buffer } = await handle.read(Buffer.alloc(16), 0, 16, 0);
  return imageTypeOf(buffer);
}

const servedOf = ({ handle, byteSize }: OpenImage, contentType: string, sha256: string | null): ServedFile => ({
  contentType,
  byteSize,
  sha256,
  open: (range = { start: 0, end: byteSize - 1 }) => handle.createReadStream(range),
  close: () => handle.close(),
});

const byId = {
  column: 'c.id',
  direction: 'desc',
  type: 'uuid',
  valueOf: ({ id }: ImageCandidateEntity) => id,
} as const;

const SORTS: Readonly<Record<CandidateSort, readonly SortColumn<ImageCandidateEntity>[]>> = {
  created: oldestFirst('c'),
  elo: [
    { column: 'c.elo_score', direction: 'desc', type: 'numeric', valueOf: ({ eloScore }) => String(eloScore) },
    byId,
  ],
  votes: [
    { column: 'c.vote_count', direction: 'desc', type: 'numeric', valueOf: ({ voteCount }) => String(voteCount) },
    byId,
  ],
};

@Injectable()
export class CandidatesService {
  constructor(
    private readonly database: Database,
    private readonly files: CandidateFiles,
    private readonly registered: RegisteredFiles,
  ) {}

  async list(
    runId: string,
    { stepId, status, winner, ids, sort = 'created', ...page }: CandidateFilter,
  ): Promise<Page<ImageCandidateEntity>> {
    const { manager } = this.database;
    if (!(await manager.existsBy(PipelineRunEntity, { id: runId }))) throw notFound(pipelineProblems.run_not_found);
    return paginate<ImageCandidateEntity>(manager, {
      list: 'candidates',
      filters: { runId, stepId, status, winner, ids, sort },
      select: `select ${columnList(manager, ImageCandidateEntity, 'c', { without: HASHES })} from image_candidates c`,
      where: [
        ['c.run_id = ?', runId],
        stepId && ['c.step_id = ?', stepId],
        status && ['c.status = ?', status],
        winner !== undefined && [winner ? 'c.is_winner' : 'not c.is_winner'],
        ids && ['c.id = any(?)', ids],
      ],
      sort: SORTS[sort],
      page,
    });
  }

  async get(id: string): Promise<ImageCandidateEntity> {
    const candidate = await this.database.manager.findOneBy(ImageCandidateEntity, { id });
    if (!candidate) throw notFound(pipelineProblems.candidate_not_found);
    return candidate;
  }

  /**
   * The registered file. Its reader closes it.
   * @throws DomainError image_missing (410) when the file is missing or may no longer be read; image_changed (409)
   */
  async image(id: string): Promise<ServedFile> {
    const candidate = await this.get(id);
    const file = await this.openFile(candidate);
    try {
      if (!(await this.registered.areSame(file, candidate))) throw imageChanged();
      const contentType = candidate.contentType ?? (await typeOf(file));
      if (!contentType) throw imageChanged();
      return servedOf(file, contentType, candidate.sha256);
    } catch (error) {
      await file.handle.close();
      throw error;
    }
  }

  private async openFile({ imagePath, byteSize }: ImageCandidateEntity): Promise<OpenImage> {
    try {
      return await this.files.open(imagePath, byteSize ?? 0);
    } catch (error) {
      const refusal = imageRefusal(error);
      if (!refusal) throw error;
      throw refusal === 'not_an_image' || refusal === 'image_too_large' ? imageChanged() : imageGone();
    }
  }
}
