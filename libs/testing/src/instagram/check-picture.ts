import sharp from 'sharp';
import { faults } from './graph-fault.ts';

const MOST_BYTES = 8 * 1_048_576;
const [LEAST_RATIO, MOST_RATIO] = [0.8, 1.91];
/** Rounding to whole pixels. */
const SLACK = 0.01;
const LEAST_WIDTH = 320;

/** Fetches a picture as the platform does, and looks at its bytes. @throws GraphFault */
export async function checkPicture(url: string): Promise<void> {
  const bytes = await fetched(url);
  if (bytes.length > MOST_BYTES) throw faults.tooLarge();
  const { format, width = 0, height = 1 } = await sharp(bytes).metadata().catch(noJpeg);
  await sharp(bytes, { failOn: 'warning' }).stats().catch(noJpeg);
  if (format !== 'jpeg') throw faults.noJpeg();
  const ratio = width / height;
  if (ratio < LEAST_RATIO - SLACK || ratio > MOST_RATIO + SLACK || width < LEAST_WIDTH) throw faults.ratio();
}

const noJpeg = (): never => {
  throw faults.noJpeg();
};

async function fetched(url: string): Promise<Buffer> {
  const headers = { 'user-agent': 'facebookexternalhit/1.1' };
  try {
    const answer = await fetch(url, { headers, redirect: 'error', signal: AbortSignal.timeout(10_000) });
    if (answer.status !== 200) throw new Error(`the picture was answered with ${answer.status}`);
    return Buffer.from(await answer.arrayBuffer());
  } catch {
    throw faults.unreachable();
  }
}
