import { buffer } from 'node:stream/consumers';
import { Injectable } from '@nestjs/common';
import type { Denied, NoAnswer } from '@trellis/comfyui';
import { Database } from '@trellis/database';
import { DomainError } from '@trellis/kernel';
import { PipelineGeneration } from '@trellis/pipeline';
import type { ClaimedJob } from '../scheduling/claimed-job.ts';
import type { DrivenServer } from '../servers/driven-server.ts';

/** `name`: as the server calls it, null for a job without a parent. */
export type ParentImage = { kind: 'there'; name: string | null } | { kind: 'gone'; detail: string } | Denied | NoAnswer;

/** Puts the file of a parent where its server finds it. The same again replaces it. */
@Injectable()
export class ParentImageService {
  constructor(
    private readonly database: Database,
    private readonly pipeline: PipelineGeneration,
  ) {}

  async bring({ client, parentImages }: DrivenServer, { runId, parentId }: ClaimedJob): Promise<ParentImage> {
    if (!parentId) return { kind: 'there', name: null };
    try {
      if (parentImages === 'path')
        return { kind: 'there', name: await this.pipeline.pathOf(this.database.manager, parentId) };
      const file = await this.pipeline.image(parentId);
      const filename = `${parentId}.${EXTENSIONS[file.contentType] ?? 'png'}`;
      const bytes = await buffer(await file.open());
      const answer = await client.upload({ filename, subfolder: `trellis/${runId}`, bytes });
      return answer.kind === 'stored' ? { kind: 'there', name: answer.name } : answer;
    } catch (error) {
      if (error instanceof DomainError) return { kind: 'gone', detail: error.message };
      throw error;
    }
  }
}

const EXTENSIONS: Readonly<Record<string, string>> = { 'image/png': 'png', 'image/jpeg': 'jpg', 'image/webp': 'webp' };
