import { Injectable } from '@nestjs/common';
import { Database, FIRST_ID, keysetRows } from '@trellis/database';
import { explainError } from '@trellis/kernel';
import { PrepareRenditionsService } from './prepare-renditions.service.ts';
import type { ReadinessKey, ReadinessReason, ReadinessState } from './readiness.ts';
import { RECIPE } from './recipe.ts';
import { RenditionOrders } from './rendition-orders.ts';

const PAGE = 500;
/** What a post shows does not change, so held photos wait until they are released. */
const OUTDATED = `held_by is null and (readiness = 'preparing' or recipe is distinct from ${RECIPE})`;

const STATE = 'select readiness as state, readiness_reasons as reasons from photos where id = $1';

interface Row {
  state: ReadinessState;
  reasons: ReadinessReason[];
}

/** What became of one photo. */
export interface Rendered {
  photoId: string;
  state: ReadinessState;
  /** Why it cannot be posted. */
  reasons: ReadinessKey[];
  /** Why it was not rendered; null when it was. */
  error: string | null;
}

/** Makes the renditions of many photos in this process. What was made is not selected again. */
@Injectable()
export class RenderManyService {
  constructor(
    private readonly database: Database,
    private readonly orders: RenditionOrders,
    private readonly renditions: PrepareRenditionsService,
  ) {}

  /** The photos without renditions of this release. */
  async count(): Promise<number> {
    const sql = `select count(*)::int as count from photos where ${OUTDATED}`;
    return (await this.database.query<[{ count: number }]>(sql))[0].count;
  }

  async *outdated(): AsyncIterable<string> {
    const sql = `select id from photos where ${OUTDATED} and id > $1 order by id limit ${PAGE}`;
    const rows = keysetRows<{ id: string }>(PAGE, (last) => this.database.query(sql, [last?.id ?? FIRST_ID]));
    for await (const { id } of rows) yield id;
  }

  /** @throws DomainError photo_not_found, photo_held */
  async render(photoId: string): Promise<Rendered> {
    await this.database.transaction(async (manager) => {
      const photo = await this.orders.lock(manager, photoId);
      if (photo.readiness !== 'preparing') await this.orders.begin(manager, photo);
    });
    const error = await this.renditions.execute(photoId).then(() => null, explainError);
    const [row] = await this.database.query<Row[]>(STATE, [photoId]);
    const { state = 'failed', reasons = [] } = row ?? {};
    return { photoId, state, reasons: reasons.map(({ key }) => key), error };
  }
}
