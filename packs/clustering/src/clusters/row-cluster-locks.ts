import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ClusterLocks } from '@trellis/pipeline';

/** Locks against deletion only, so that changes of counts do not wait. */
@Injectable()
export class RowClusterLocks extends ClusterLocks {
  override async lock(manager: EntityManager, clusterIds: readonly (string | null)[]): Promise<void> {
    const ids = clusterIds.filter((id) => id !== null);
    if (ids.length > 0)
      await manager.query('select 1 from clusters where id = any($1) order by id for key share', [ids]);
  }
}
