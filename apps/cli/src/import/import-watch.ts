import type { Interruption } from '@trellis/manifest';
import { TerminalProgress } from '../progress.ts';
import type { LegacySource } from './legacy-source.ts';

/** How an import ends that is not to stay: a dry run, or one that was interrupted. Everything is undone. */
export class TakenBack extends Error {}

/** Shows table by table how far an import is, and ends it between two rows when somebody asks for that. */
export class ImportWatch {
  private progress: TerminalProgress | undefined;

  constructor(private readonly interruption: Interruption) {}

  over(source: LegacySource): LegacySource {
    const rows = async (table: string) => {
      const found = await source.rows(table);
      this.end();
      this.progress = new TerminalProgress(`Importing ${table}`, found.length);
      return found;
    };
    return { rows, close: () => source.close() };
  }

  /** @throws TakenBack after Ctrl-C */
  readonly step = (): void => {
    this.progress?.step();
    if (this.interruption.requested) throw new TakenBack();
  };

  end(): void {
    this.progress?.end();
  }
}
