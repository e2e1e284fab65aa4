import { Injectable } from '@nestjs/common';
import { ClustersImport } from '@trellis/clustering';
import { ContentPillarsImport } from '@trellis/content-pillars';
import type { ImportPort } from '@trellis/database';
import { PersonasImport } from '@trellis/personas';
import { PhotosImport } from '@trellis/photos';
import { PipelineImport } from '@trellis/pipeline';

/** The import ports of the packs that an import fills. */
@Injectable()
export class ImportPorts {
  constructor(
    readonly personas: PersonasImport,
    readonly pillars: ContentPillarsImport,
    readonly clusters: ClustersImport,
    readonly pipeline: PipelineImport,
    readonly photos: PhotosImport,
  ) {}

  /** The port that fills this table. @throws Error for a table that no port fills */
  of(table: string): ImportPort {
    const ports: ImportPort[] = [this.personas, this.pillars, this.clusters, this.pipeline, this.photos];
    const found = ports.find((port) => table in port.tables);
    if (!found) throw new Error(`No import port fills the table ${table}.`);
    return found;
  }
}
