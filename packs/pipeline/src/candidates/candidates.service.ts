import { Injectable } from '@nestjs/common';
import { notFound } from '@trellis/kernel';
import { Database, oldestFirst, paginate, type Page } from '@trellis/database';
import { imageRefusal, type OpenImage } from '@trellis/images';
import { PipelineRunEntity } from '../runs/pipeline-run.entity.ts';
import type { CandidateFilter } from './candidate-input.ts';
import { imageGone } from './candidate.errors.ts';
import { CandidateFiles } from './candidate-files.ts';
import { ImageCandidateEntity } from './image-candidate.entity.ts';
import { pipelineProblems } from '../pipeline.problems.ts';

@Injectable()
export class CandidatesService {
  constructor(
    private readonly database: Database,
    private readonly files: CandidateFiles,
  ) {}

  async list(runId: string, { stepId, status, ...page }: CandidateFilter): Promise<Page<ImageCandidateEntity>> {
    const { manager } = this.database;
    if (!(await manager.existsBy(PipelineRunEntity, { id: runId }))) throw notFound(pipelineProblems.run_not_found);
    const query = manager.createQueryBuilder(ImageCandidateEntity, 'candidate').where({ runId });
    if (stepId) query.andWhere({ stepId });
    if (status) query.andWhere({ status });
    return paginate(query, {
      list: 'candidates',
      filters: { runId, stepId, status },
      sort: oldestFirst('candidate'),
      page,
    });
  }

  async get(id: string): Promise<ImageCandidateEntity> {
    const candidate = await this.database.manager.findOneBy(ImageCandidateEntity, { id });
    if (!candidate) throw notFound(pipelineProblems.candidate_not_found);
    return candidate;
  }

  /** @throws DomainError image_missing (410) when the file is missing or may no longer be read */
  async image(id: string): Promise<OpenImage & { contentType: string }> {
    const { imagePath, contentType } = await this.get(id);
    try {
      return { ...(await this.files.open(imagePath)), contentType: contentType ?? 'application/octet-stream' };
    } catch (error) {
      if (imageRefusal(error)) throw imageGone();
      throw error;
    }
  }
}
