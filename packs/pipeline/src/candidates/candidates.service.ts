import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { notFound, oldestFirst, paginate, type Page } from '@trellis/http';
import { imageRefusal, type OpenImage } from '@trellis/storage';
import { PipelineRunEntity } from '../runs/pipeline-run.entity.ts';
import type { CandidatesQuery } from './candidate.dto.ts';
import { imageGone } from './candidate.errors.ts';
import { CandidateFiles } from './candidate-files.ts';
import { ImageCandidateEntity } from './image-candidate.entity.ts';

@Injectable()
export class CandidatesService {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly files: CandidateFiles,
  ) {}

  async list(runId: string, { stepId, status, ...page }: CandidatesQuery): Promise<Page<ImageCandidateEntity>> {
    const { manager } = this.dataSource;
    if (!(await manager.existsBy(PipelineRunEntity, { id: runId }))) throw notFound('run');
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
    const candidate = await this.dataSource.manager.findOneBy(ImageCandidateEntity, { id });
    if (!candidate) throw notFound('candidate');
    return candidate;
  }

  /** @throws DomainError image_missing (410) when the file is gone, or is no longer one that may be read */
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
