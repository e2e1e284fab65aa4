import { In } from 'typeorm';
import { Database } from '@trellis/database';
import type { Leftovers } from '@trellis/manifest';
import { PipelineRunEntity } from '../runs/pipeline-run.entity.ts';
import { RenditionFiles } from '../renditions/rendition-files.ts';

const PAGE = 500;
const NAME = 'renditions of run ';

/** Renditions of candidates whose run was deleted. */
export const renditionLeftovers: Leftovers = {
  async *find(resolve) {
    const runIds = await resolve(RenditionFiles).runs();
    for (let at = 0; at < runIds.length; at += PAGE) {
      const page = runIds.slice(at, at + PAGE);
      const runs = await resolve(Database).manager.find(PipelineRunEntity, {
        where: { id: In(page) },
        select: { id: true },
      });
      const known = new Set(runs.map(({ id }) => id));
      for (const id of page) if (!known.has(id.toLowerCase())) yield `${NAME}${id}`;
    }
  },
  delete: (resolve, name) => resolve(RenditionFiles).deleteRun(name.slice(NAME.length)),
};
