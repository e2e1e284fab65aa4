import { Injectable } from '@nestjs/common';
import { Database, recordAudit } from '@trellis/database';
import { ContentPolicy } from '@trellis/kernel';
import type { ImageFinder } from './image-finder.ts';
import { importCandidates } from './import-candidates.ts';
import type { ImportContext } from './import-context.ts';
import { importLibrary } from './import-library.ts';
import { importPhotos } from './import-photos.ts';
import { ImportPorts } from './import-ports.ts';
import type { ImportReport } from './import-report.ts';
import { importRuns } from './import-runs.ts';
import { ImportRolledBack } from './import-watch.ts';
import { importVotes } from './import-votes.ts';
import { reportingUnknownColumns } from './known-columns.ts';
import { LegacyRows } from './legacy-rows.ts';
import type { LegacySource } from './legacy-source.ts';

export interface LegacyImport {
  source: LegacySource;
  /** The name of the earlier system. */
  name: string;
  report: ImportReport;
  images: ImageFinder | undefined;
  dryRun: boolean;
}

/** Imports an earlier system in one transaction. */
@Injectable()
export class LegacyImportService {
  constructor(
    private readonly database: Database,
    private readonly ports: ImportPorts,
    private readonly policy: ContentPolicy,
  ) {}

  /** False when everything was rolled back: a dry run, or an interruption. */
  async execute({ source, name, report, images, dryRun }: LegacyImport): Promise<boolean> {
    const { ports, policy } = this;
    try {
      // Not repeated after a deadlock: the report and the store would count everything twice.
      await this.database.manager.transaction(async (manager) => {
        const rows = new LegacyRows(manager, ports, report, name);
        const reporting = reportingUnknownColumns(source, rows);
        await importAll({ manager, ports, source: reporting, rows, policy, images, dryRun });
      });
      return true;
    } catch (error) {
      if (error instanceof ImportRolledBack) return false;
      throw error;
    }
  }
}

async function importAll(context: ImportContext): Promise<void> {
  const { manager, ports, rows, dryRun } = context;
  await ports.pipeline.checkEachRow(manager);
  await importLibrary(context);
  await importRuns(context);
  await importCandidates(context);
  await importVotes(context);
  await importPhotos(context);
  const audit = { actor: 'import', action: 'library.imported', subjectType: 'import', subjectId: rows.source } as const;
  await recordAudit(manager, { ...audit, data: { ...rows.report.tables } });
  await manager.query('set constraints all immediate');
  if (dryRun) throw new ImportRolledBack();
}
