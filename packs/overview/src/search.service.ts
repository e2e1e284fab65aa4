import { Injectable } from '@nestjs/common';
import { Database, containing } from '@trellis/database';
import { PhotosFacade } from '@trellis/photos';

export type FoundType = 'persona' | 'cluster' | 'pipeline' | 'run' | 'photo';

export interface Found {
  type: FoundType;
  id: string;
  name: string;
  /** What it belongs to; null for what belongs to nothing. */
  context: string | null;
}

const MOST_OF_A_TYPE = 8;

const named = (type: FoundType, sql: string) => `(
  select '${type}' as type, x.id, x.name, ${sql} where ${containing('x.name').replace('?', '$1')}
  order by x.created_at desc, x.id desc limit ${MOST_OF_A_TYPE})`;

const SEARCH = [
  named('persona', 'null::text as context from pub_personas_personas x'),
  named('cluster', 'p.name from pub_clustering_clusters x join pub_personas_personas p on p.id = x.persona_id'),
  named('pipeline', 'null from pub_pipeline_pipelines x'),
  named(
    'run',
    `coalesce(c.name, p.name) from pub_pipeline_runs x left join pub_clustering_clusters c on c.id = x.cluster_id
     left join pub_personas_personas p on p.id = x.persona_id`,
  ),
].join(' union all ');

const CONTEXTS = 'select id, name from pub_personas_personas where id = any($1)';

/** Names that contain a text, the newest of each type, and photos with its words. */
@Injectable()
export class SearchService {
  constructor(
    private readonly database: Database,
    private readonly photos: PhotosFacade,
  ) {}

  async find(q: string): Promise<Found[]> {
    const found = await this.database.query<Found[]>(SEARCH, [q]);
    return [...found, ...(await this.photosWith(q))];
  }

  private async photosWith(q: string): Promise<Found[]> {
    const photos = await this.photos.withWords(q, MOST_OF_A_TYPE);
    const personas = await this.database.query<{ id: string; name: string }[]>(CONTEXTS, [
      photos.map(({ personaId }) => personaId),
    ]);
    const nameOf = new Map(personas.map(({ id, name }) => [id, name]));
    return photos.map(({ id, personaId, altText, path }) => ({
      type: 'photo',
      id,
      name: altText ?? path.split(/[/\\]/).at(-1) ?? path,
      context: nameOf.get(personaId) ?? null,
    }));
  }
}
