import { setTimeout as pause } from 'node:timers/promises';
import { UsageError, type CommandHost, type Interruption, type Progress } from '@trellis/manifest';
import type { LinkManyService } from '../../linking/link-many.service.ts';
import type { LinkView } from '../../linking/link-view.ts';
import type { BackfillFacade } from '../backfill.facade.ts';
import type { BackfillFault, BackfillLine, PhotoCreation } from '../backfill-plan.ts';
import type { ApplyPicturesService } from '../pictures/apply-pictures.service.ts';
import { CurrentSource } from '../pictures/picture-source.ts';
import { countLines, everyLine, planOf, readPlan } from './plan-file.ts';

const BATCH = 500;
const LINK_BATCH = 100;
const ACTOR = 'cli';

export interface ApplyOptions {
  limit?: number;
  /** Lines per second. */
  rate?: number;
  link: boolean;
  concurrency: number;
}

export interface Applied {
  applied: number;
  skipped: number;
  linked: number;
  /** Links that are as planned without a photo: the run has no winner. */
  settled: number;
  /** The number of printed faults. */
  faults: number;
}

interface Parts {
  backfill: BackfillFacade;
  links: LinkManyService;
  pictures: ApplyPicturesService;
  interruption: Interruption;
  print: (fault: BackfillFault) => void;
  progress: CommandHost['progress'];
}

type Change = Exclude<BackfillLine, { change: 'run.link' | 'photo.create' }>;
type Link = Extract<BackfillLine, { change: 'run.link' }>;
const isPhoto = (line: BackfillLine): line is PhotoCreation => line.change === 'photo.create';
const isChange = (line: BackfillLine): line is Change => !isLink(line) && !isPhoto(line);
const isNoLink = (line: BackfillLine): line is Change | PhotoCreation => line.change !== 'run.link';
const isLink = (line: BackfillLine): line is Link => line.change === 'run.link';

/**
 * Applies a plan: first its clusters and runs, batch by batch, then its photos and its links. Lines that were applied
 * before are skipped.
 */
export class PlanApplication {
  readonly outcome: Applied = { applied: 0, skipped: 0, linked: 0, settled: 0, faults: 0 };

  constructor(
    private readonly parts: Parts,
    private readonly options: ApplyOptions,
  ) {}

  async run(file: string): Promise<Applied> {
    await this.refuseReverted(file);
    const total = await countLines(file, this.options.link ? everyLine : isNoLink);
    const progress = this.parts.progress('Applying', Math.min(total, this.left));
    await this.change(file, progress);
    if (!this.over) await this.pictures(file, progress);
    if (this.options.link && !this.over) await this.link(file, progress);
    progress.end();
    return this.outcome;
  }

  private async refuseReverted(file: string): Promise<void> {
    const plan = await planOf(file);
    if (plan && (await this.parts.backfill.wasReverted(plan)))
      throw new UsageError('This plan was reverted. Write a new plan.');
  }

  private get over(): boolean {
    return this.parts.interruption.requested || this.left <= 0;
  }

  private get left(): number {
    return (this.options.limit ?? Infinity) - this.outcome.applied - this.outcome.linked - this.outcome.settled;
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
      faults.forEach(this.report);
      progress.step(lines.length);
      await this.keepPace(applied, from);
    }
  }

  private async pictures(file: string, progress: Progress): Promise<void> {
    const source = new CurrentSource();
    try {
      for await (const [line] of readPlan(file, 1, isPhoto)) {
        if (this.over || !line) return;
        const from = performance.now();
        const outcome = await this.parts.pictures.apply(line, source.at, ACTOR);
        if (typeof outcome === 'object') this.report(outcome);
        else if (outcome) this.outcome.applied += 1;
        else this.outcome.skipped += 1;
        progress.step(1);
        await this.keepPace(outcome === true ? 1 : 0, from);
      }
    } finally {
      source.close();
    }
  }

  private async link(file: string, progress: Progress): Promise<void> {
    const size = Math.max(1, Math.min(LINK_BATCH, this.options.rate ?? LINK_BATCH));
    for await (const all of readPlan(file, size, isLink)) {
      const lines = all.slice(0, Math.max(0, this.left));
      if (this.over || lines.length === 0) return;
      const from = performance.now();
      const { due, skipped, faults } = await this.parts.backfill.beginLinks(lines);
      this.outcome.skipped += skipped;
      faults.forEach(this.report);
      await this.linkBatch(new Map(due.map((line) => [line.id, line])));
      progress.step(lines.length);
      await this.keepPace(due.length, from);
    }
  }

  private async linkBatch(due: Map<string, Link>): Promise<void> {
    const { concurrency } = this.options;
    const until = () => this.parts.interruption.requested;
    const selection = { runIds: [...due.keys()] };
    for await (const link of this.parts.links.linkAll(selection, { actor: ACTOR, concurrency, until }))
      await this.settle(link, due.get(link.runId) as Link);
  }

  private async settle(link: LinkView, line: Link): Promise<void> {
    const fault = await this.parts.backfill.finishLink(line, link);
    if (fault) this.report(fault);
    else if (link.state === 'linked') this.outcome.linked += 1;
    else this.outcome.settled += 1;
  }

  private readonly report = (fault: BackfillFault): void => {
    this.outcome.faults += 1;
    this.parts.print(fault);
  };

  private async keepPace(lines: number, from: number): Promise<void> {
    if (!this.options.rate) return;
    const wanted = (lines * 1000) / this.options.rate;
    await pause(Math.max(0, wanted - (performance.now() - from)));
  }
}
