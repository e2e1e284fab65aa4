import { Injectable } from '@nestjs/common';
import { PhotosFacade, type PhotoView, type UploadOutcome } from '@trellis/photos';
import { PipelineFacade, type NewRun, type RunView } from '@trellis/pipeline';
import { DomainError, ValidationFailedError, type FieldProblem, type ReceivedFile } from '@trellis/kernel';
import { mapPage, type Page, type PageRequest } from '@trellis/database';
import { LinksService } from '../linking/links.service.ts';
import type { LinkView } from '../linking/link-view.ts';
import { ClustersService } from './clusters.service.ts';

/** Runs and photos of a cluster, joined with their links and runs. A constant number of queries each. */
@Injectable()
export class ClusterContentService {
  constructor(
    private readonly clusters: ClustersService,
    private readonly pipeline: PipelineFacade,
    private readonly photos: PhotosFacade,
    private readonly links: LinksService,
  ) {}

  async runs(clusterId: string, page: PageRequest): Promise<Page<{ run: RunView; link: LinkView }>> {
    await this.clusters.get(clusterId);
    const found = await this.pipeline.listRunsOfCluster(clusterId, page);
    const links = await this.links.ofRuns(
      found.items.map((run) => ({
        runId: run.id,
        status: run.status,
        clusterId: run.clusterId,
        winnerId: run.winnerId,
      })),
    );
    return mapPage(found, (run) => ({ run, link: links.get(run.id) as LinkView }));
  }

  async photosOf(
    clusterId: string,
    page: PageRequest,
  ): Promise<Page<{ photo: PhotoView; run: { id: string; name: string } | undefined }>> {
    await this.clusters.get(clusterId);
    const found = await this.photos.listOfCluster(clusterId, page);
    const runs = await this.pipeline.runsOfCandidates(found.items.flatMap(({ candidateId }) => candidateId ?? []));
    return mapPage(found, (photo) => ({ photo, run: runs.get(photo.candidateId ?? '') }));
  }

  async createRun(clusterId: string, run: Omit<NewRun, 'clusterId' | 'personaId'>): Promise<RunView> {
    const { personaId } = await this.clusters.get(clusterId);
    return this.pipeline.createRun({ ...run, clusterId, personaId });
  }

  /**
   * Uploads the files one by one, in the order sent. Each part of the form has its outcome.
   * @throws ValidationFailedError when no part is a file that could be taken
   */
  async upload(clusterId: string, files: () => AsyncIterable<ReceivedFile>, actor: string): Promise<UploadOutcome[]> {
    const { personaId } = await this.clusters.get(clusterId);
    const results: UploadOutcome[] = [];
    const faults: FieldProblem[] = [];
    try {
      for await (const file of files()) {
        if (file.refusal instanceof ValidationFailedError) faults.push(...file.refusal.errors);
        results.push(await this.photos.upload({ personaId, clusterId }, file, actor));
      }
    } catch (error) {
      // Files before a broken part stay, and are reported.
      if (!(error instanceof DomainError) || results.length === 0) throw error;
      results.push({
        file: 'body',
        status: 'refused',
        photo: null,
        code: error.code,
        detail: error.detail,
        similar: [],
      });
    }
    if (results.length > 0 && faults.length === results.length) throw new ValidationFailedError(faults.slice(0, 20));
    return results;
  }
}
