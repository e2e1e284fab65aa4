import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import pLimit from 'p-limit';
import { decodePicture, webpsOf, whenQuiet, type Picture } from '@trellis/images';
import { explainError, forLog, type FileRange, type ServedFile } from '@trellis/kernel';
import { CandidatesService } from './candidates.service.ts';
import {
  RENDITION_QUALITY,
  candidatePicture,
  renditionWidths,
  type CandidatePicture,
  type RenditionWidth,
} from '../renditions/candidate-picture.ts';
import { RenditionFiles, type CandidateKey } from '../renditions/rendition-files.ts';

/** Candidates that are made ahead; those beyond are made when they are asked for. */
const MOST_AHEAD = 1_000;

/** Small pictures of candidates. The smallest is made at registration, the others right after it. */
@Injectable()
export class CandidateRenditionsService implements BeforeApplicationShutdown {
  private readonly log = new Logger('Candidates');
  private stopped = false;
  /** What people wait for. */
  private readonly asked = pLimit(2);
  /** What nothing waits for yet. */
  private readonly ahead = pLimit(1);
  private readonly making = new Map<string, Promise<Map<RenditionWidth, Buffer>>>();
  private readonly writing = new Map<string, { bytes: Buffer; done: Promise<void> }>();

  constructor(
    private readonly candidates: CandidatesService,
    private readonly files: RenditionFiles,
  ) {}

  /** @throws DomainError candidate_not_found, image_missing (410), image_changed (409) */
  async get(id: string, width: RenditionWidth): Promise<ServedFile> {
    const candidate = await this.candidates.get(id);
    const kept = width === renditionWidths[0] ? this.writing.get(id)?.bytes : undefined;
    const bytes = kept ?? (await this.files.read(candidate, width)) ?? (await this.make(candidate, width));
    return servedOf(bytes);
  }

  /** What the row has of the picture, and the smallest rendition. */
  see(small: Picture): Promise<CandidatePicture> {
    return candidatePicture(small);
  }

  /** Keeps the smallest, and makes the others when nothing is being checked. A reader makes what is missing. */
  begin(candidate: CandidateKey, thumbnail: Buffer): void {
    this.inBackground(candidate, this.keep(candidate, thumbnail));
    if (this.ahead.pendingCount >= MOST_AHEAD) return;
    this.inBackground(
      candidate,
      this.ahead(() => this.makeAhead(candidate)),
    );
  }

  /** What is being made is finished; the rest is made when it is asked for. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    this.ahead.clearQueue();
    await Promise.allSettled([...this.making.values(), ...[...this.writing.values()].map(({ done }) => done)]);
  }

  /** Readers get it from memory until it is written: that takes a while beside decodes. */
  private async keep(candidate: CandidateKey, bytes: Buffer): Promise<void> {
    const done = this.files.write(candidate, renditionWidths[0], bytes);
    this.writing.set(candidate.id, { bytes, done });
    await done.finally(() => this.writing.delete(candidate.id));
  }

  private inBackground({ id }: CandidateKey, work: Promise<void>): void {
    work.catch((error: unknown) =>
      this.log.warn({ candidateId: id, reason: explainError(error), ...forLog(error) }, 'renditions are made later'),
    );
  }

  private async makeAhead(candidate: CandidateKey): Promise<void> {
    await whenQuiet();
    if (!this.stopped) await this.makeAll(candidate);
  }

  private async make(candidate: CandidateKey, width: RenditionWidth): Promise<Buffer> {
    const made = await (this.making.get(candidate.id) ?? this.asked(() => this.makeAll(candidate)));
    return made.get(width) as Buffer;
  }

  /** Once for all that ask at the same time. */
  private makeAll(candidate: CandidateKey): Promise<Map<RenditionWidth, Buffer>> {
    const running = this.making.get(candidate.id);
    if (running) return running;
    const made = this.decode(candidate).finally(() => this.making.delete(candidate.id));
    this.making.set(candidate.id, made);
    return made;
  }

  private async decode(candidate: CandidateKey): Promise<Map<RenditionWidth, Buffer>> {
    const original = await this.candidates.image(candidate.id);
    const picture = await decodePicture(await buffer(await original.open()));
    const widths = [...renditionWidths].reverse();
    const webps = await webpsOf(picture, widths, RENDITION_QUALITY);
    const made = new Map(widths.map((width, i) => [width, webps[i]?.bytes as Buffer]));
    for (const [width, bytes] of made) await this.files.write(candidate, width, bytes);
    return made;
  }
}

function servedOf(bytes: Buffer): ServedFile {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const open = ({ start, end }: FileRange = { start: 0, end: bytes.length - 1 }) =>
    Readable.from([bytes.subarray(start, end + 1)], { objectMode: false });
  return { contentType: 'image/webp', byteSize: bytes.length, sha256, open };
}
