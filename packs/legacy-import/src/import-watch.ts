import type { CommandHost, Interruption, Progress } from '@trellis/manifest';
import type { LegacySource } from './legacy-source.ts';

/** Rolls the import back: a dry run, or an interruption. */
export class ImportRolledBack extends Error {}

/** Shows the progress of an import table by table, and ends it between two rows after Ctrl-C. */
export class ImportWatch {
  private progress: Progress | undefined;

  constructor(
    private readonly host: Pick<CommandHost, 'progress'>,
    private readonly interruption: Interruption,
  ) {}

  over(source: LegacySource): LegacySource {
    const rows = async (table: string) => {
      const found = await source.rows(table);
      this.end();
      this.progress = this.host.progress(`Importing ${table}`, found.length);
      return found;
    };
    return { rows, close: () => source.close() };
  }

  /** @throws ImportRolledBack after Ctrl-C */
  readonly step = (): void => {
    this.progress?.step();
    if (this.interruption.requested) throw new ImportRolledBack();
  };

  end(): void {
    this.progress?.end();
  }
}
