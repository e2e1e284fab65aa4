import { createReadStream, existsSync } from 'node:fs';
import { link, open, rm, stat } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { isUUID } from 'class-validator';
import { InterruptedError, UsageError, readTextFile } from '@trellis/manifest';
import type { BackfillLine, PhotoCreation } from '../backfill-plan.ts';

const CHANGES = new Set(['cluster.create', 'run.update', 'run.link', 'photo.create']);
const COUNTED = 1_000;
/**
 * Writes a plan as JSON Lines, no faster than the disk accepts it, and returns the number of lines of each kind. The
 * file is complete, or missing.
 */
export async function writePlan(file: string, pages: AsyncIterable<BackfillLine[]>): Promise<Record<string, number>> {
  if (existsSync(file)) throw isThere(file);
  const part = `${file}.${process.pid}.part`;
  const handle = await open(part, 'w').catch(() => {
    throw new UsageError(`${file} cannot be written.`);
  });
  const counts: Record<string, number> = {};
  try {
    await pipeline(textsOf(pages, counts), handle.createWriteStream({ flush: true }));
    await link(part, file).catch((error: NodeJS.ErrnoException) => {
      throw error.code === 'EEXIST' ? isThere(file) : error;
    });
    return counts;
  } finally {
    await rm(part, { force: true });
  }
}

const isThere = (file: string) => new UsageError(`${file} exists already. Choose another name.`);

/** Writes many lines at once: a call costs more than its content. */
async function* textsOf(pages: AsyncIterable<BackfillLine[]>, counts: Record<string, number>): AsyncIterable<string> {
  for await (const lines of pages) {
    let text = '';
    for (const line of lines) text += `${JSON.stringify(line)}\n`;
    countChanges(counts, lines);
    yield text;
  }
}

/** Adds the number of lines of each kind. */
export function countChanges(counts: Record<string, number>, lines: readonly BackfillLine[]): void {
  for (const { change } of lines) counts[change] = (counts[change] ?? 0) + 1;
}

/** Ctrl-C while a plan is made. */
export const interrupted = () =>
  new InterruptedError('Stopped. No plan was written. Run the command again to start over.');

type Wanted<L extends BackfillLine> = (line: BackfillLine) => line is L;
export const everyLine = (_line: BackfillLine): _line is BackfillLine => true;

/** The lines of a plan that pass `wanted`, in batches. @throws UsageError with the number of an invalid line */
export async function* readPlan<L extends BackfillLine>(
  file: string,
  size: number,
  wanted: Wanted<L>,
): AsyncIterable<L[]> {
  let batch: L[] = [];
  let number = 0;
  for await (const text of createInterface({ input: await stream(file), crlfDelay: Infinity })) {
    const line = lineOf(text, (number += 1), file);
    if (!wanted(line)) continue;
    batch.push(line);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

export async function countLines(file: string, wanted: Wanted<BackfillLine> = everyLine): Promise<number> {
  let count = 0;
  for await (const lines of readPlan(file, COUNTED, wanted)) count += lines.length;
  return count;
}

/** The id of the plan; undefined for a plan without lines. */
export async function planOf(file: string): Promise<string | undefined> {
  for await (const [line] of readPlan(file, 1, everyLine)) return line?.plan;
  return undefined;
}

async function stream(file: string) {
  const found = await stat(file).catch(() => undefined);
  if (!found?.isFile()) throw new UsageError(`There is no plan at ${file}.`);
  return Readable.from(textsIn(file));
}

/** @throws UsageError with the first byte that is not UTF-8 */
async function* textsIn(file: string): AsyncIterable<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let begun = false;
  try {
    for await (const bytes of createReadStream(file)) {
      const text = decoder.decode(bytes as Buffer, { stream: true });
      yield text;
      begun = true;
    }
    yield decoder.decode();
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    const text = await readTextFile(file);
    if (begun) throw error;
    // UTF-16 with a byte order mark.
    yield text;
  }
}

/** A person may have edited a plan; what names a file is used before the database sees it. */
function isWhole({ change, after }: BackfillLine): boolean {
  if (change !== 'photo.create') return true;
  const { source, file, tags } = after as Partial<PhotoCreation['after']>;
  const texts = [source, file, ...(Array.isArray(tags) ? tags : [undefined])];
  return texts.every((text) => typeof text === 'string');
}

function lineOf(text: string, number: number, file: string): BackfillLine {
  try {
    const line = JSON.parse(text) as BackfillLine;
    const ids = [line.plan, line.id].every((id) => isUUID(id));
    const sides = typeof line.after === 'object' && line.after !== null && typeof line.before === 'object';
    if (CHANGES.has(line.change) && line.line === number && ids && sides && isWhole(line)) return line;
  } catch (error) {
    throw new UsageError(`${file}, line ${number} is not a line of a plan: ${(error as Error).message}`);
  }
  throw new UsageError(`${file}, line ${number} is not a line of a plan.`);
}
