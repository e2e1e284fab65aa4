import { prepare } from '@trellis/photos/testing';
import sharp from 'sharp';
import { grain, median, type Rows } from './support.ts';

const ROUNDS = 15;
const SIDE = 1024;
const rules = { least: [4, 5], most: [191, 100], maxTrimPercent: 5 } as const;

/** All renditions of one picture, compared with one decode and one JPEG of it. */
export async function renditions(): Promise<Rows> {
  const picture = await aPicture();
  const times: [number, number][] = [];
  for (let round = 0; round < ROUNDS + 2; round += 1) {
    const ours = await timed(() => prepare(picture, { crop: null, aiGenerated: true, rules }));
    const theirs = await timed(() => sharp(picture).jpeg({ quality: 90, chromaSubsampling: '4:4:4' }).toBuffer());
    times.push([ours, theirs]);
  }
  const [ours, theirs] = [0, 1].map((at) => median(times.slice(2).map((pair) => pair[at] as number))) as [
    number,
    number,
  ];
  const what = `${ours.toFixed(0)} / ${theirs.toFixed(0)} ms`;
  const name = `all renditions of a ${(picture.length / 1e6).toFixed(1)} MB PNG, over one decode and one JPEG`;
  return [[name, what, (ours / theirs).toFixed(2), 'at most 1.3']];
}

const SCENE = `<svg xmlns="http://www.w3.org/2000/svg" width="${SIDE}" height="${SIDE}" viewBox="0 0 100 100">
  <linearGradient id="light" x2="1" y2="1"><stop stop-color="#f2e3c4"/><stop offset="1" stop-color="#3b4a63"/></linearGradient>
  <rect width="100" height="100" fill="url(#light)"/><circle cx="40" cy="60" r="22" fill="#a4452c"/><path d="M60 20h9v60h-9z" fill="#2f5d50"/></svg>`;

/** A drawing with the grain of a generated picture. */
async function aPicture(): Promise<Buffer> {
  const drawn = sharp(Buffer.from(SCENE)).composite([{ input: await grain(SIDE), blend: 'soft-light' }]);
  return drawn.removeAlpha().png().toBuffer();
}

/** Milliseconds of processor time. */
async function timed(work: () => Promise<unknown>): Promise<number> {
  const from = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(from);
  return (user + system) / 1000;
}
