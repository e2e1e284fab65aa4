import type { ContentPolicy } from '@trellis/kernel';
import type { EntityManager } from 'typeorm';
import type { ImageFinder } from './image-finder.ts';
import type { ImportPorts } from './import-ports.ts';
import type { LegacyRows } from './legacy-rows.ts';
import type { LegacySource } from './legacy-source.ts';

/** What every step of an import works with. All of it happens in the transaction of `manager`. */
export interface ImportContext {
  manager: EntityManager;
  ports: ImportPorts;
  source: LegacySource;
  rows: LegacyRows;
  policy: ContentPolicy;
  /** Undefined without --images. */
  images: ImageFinder | undefined;
  /** Nothing is written to the store. */
  dryRun: boolean;
}
