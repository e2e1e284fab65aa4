import { setTimeout as pause } from 'node:timers/promises';
import type { BackfillFacade, BackfillFault, BackfillLine, ClusteringFacade, LinkView } from '@trellis/clustering';
import type { Interruption } from '../interruption.ts';
import { Progress } from '../progress.ts';
import { countLines, readPlan } from './plan-file.ts';

const BATCH = 500;
const LINK_BATCH = 100;
const ACTOR = 'cli';

export interface ApplyOptions {
  limit?: number;
  /** Lines a second. */
  rate?: number;
  link: boolean;
  concurrency: number;
}

export interface Applied {
  applied: number;
  skipped: number;
  linked: number;
  /** How many were printed. */
  faults: number;
}

interface Parts {
  backfill: BackfillFacade;
  clustering: ClusteringFacade;
  interruption: Interruption;
  print: (fault: BackfillFault) => void;
}

type Change = Exclude<BackfillLine, { change: 'run.link' }>;
type Link = Extract<BackfillLine, { change: 'run.link' }>;
const isChange = (line: BackfillLine): line is Change => line.change !== 'run.link';
const isLink = (line: BackfillLine): line is Link => line.change === 'run.link';

/** Carries out a plan's clusters and runs first, batch by batch, then links. What was carried out before is passed over. */
export class PlanApplication {
  readonly outcome: Applied = { applied: 0, skipped: 0, linked: 0, faults: 0 };

  constructor(
    private readonly parts: Parts,
    private readonly options: ApplyOptions,
  ) {}

  async run(file: string): Promise<Applied> {
    const progress = new Progress('Applying', await countLines(file));
    await this.change(file, progress);
    if (this.options.link && !this.over) await this.link(file, progress);
    progress.end();
    return this.outcome;
  }

  private get over(): boolean {
    return this.parts.interruption.requested || this.left <= 0;
  }

  private get left(): number {
    return (this.options.limit ?? Infinity) - this.outcome.applied - this.outcome.linked;
  }

  private async change(file: string, progress: Progress): Promise<void> {
    const size = Math.max(1, Math.min(BATCH, this.options.rate ?? BATCH, this.options.limit ?? BATCH));
    for await (const all of readPlan(file, size, isChange)) {
      const lines = all.slice(0, Math.max(0, this.left));
      if (this.over || lines.length === 0) return;
      const from = performance.now();
      const { applied, skipped, faults } = await this.parts.backfill.apply(lines, ACTOR);
      this.outcome.applied += applied;
      this.outcome.skipped += skipped;
      faults.forEach(this.tell);
      progress.step(lines.length);
      await this.keepPace(applied, from);
    }
  }

  private async link(file: string, progress: Progress): Promise<void> {
    const size = Math.max(1, Math.min(LINK_BATCH, this.options.rate ?? LINK_BATCH));
    for await (const lines of readPlan(file, size, isLink)) {
      const from = performance.now();
      const due = (await this.parts.backfill.unlinked(lines)).slice(0, Math.max(0, this.left));
      this.outcome.skipped += lines.length - due.length;
      await this.linkBatch(new Map(due.map((line) => [line.id, line])));
      progress.step(lines.length);
      await this.keepPace(due.length, from);
      if (this.over) return;
    }
  }

  private async linkBatch(due: Map<string, Link>): Promise<void> {
    const { concurrency } = this.options;
    const until = () => this.parts.interruption.requested;
    for await (const link of this.parts.clustering.linkMany(
      { runIds: [...due.keys()] },
      { actor: ACTOR, concurrency, until },
    ))
      await this.settle(link, due.get(link.runId) as Link);
  }

  private async settle(link: LinkView, line: Link): Promise<void> {
    if (link.state === 'linked' || link.state === line.after.state) {
      await this.parts.backfill.recordLinked([line]);
      this.outcome.linked += 1;
      return;
    }
    const why = `${link.state}${link.reason ? `: ${link.reason}` : ''}`;
    this.tell({ line: line.line, change: line.change, id: line.id, why });
  }

  private readonly tell = (fault: BackfillFault): void => {
    this.outcome.faults += 1;
    this.parts.print(fault);
  };

  private async keepPace(lines: number, from: number): Promise<void> {
    if (!this.options.rate) return;
    const wanted = (lines * 1000) / this.options.rate;
    await pause(Math.max(0, wanted - (performance.now() - from)));
  }
}
