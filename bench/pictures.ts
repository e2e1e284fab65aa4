import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import multipart from '@fastify/multipart';
import Fastify from 'fastify';
import pg from 'pg';
import sharp from 'sharp';
import { ApiKeys } from '@trellis/access';
import { untilDeadline } from '@trellis/kernel/until-deadline';
import { CandidateRenditionsService } from '@trellis/pipeline/testing';
import { durably } from './baseline.ts';
import {
  inParallel,
  median,
  seedLibrary,
  seedRuns,
  startApplication,
  type BenchPostgres,
  type Rows,
  type Running,
} from './support.ts';

const ROUNDS = 6;
const PICTURES = 24;
const AT_ONCE = 4;

type Handle = (file: string) => Promise<unknown>;

/** Candidates by path over a plain loop, and uploads of photos over Fastify, pg and sharp alone. */
export async function pictures(postgres: BenchPostgres): Promise<Rows> {
  const running = await startApplication(await postgres.database(), { RATE_LIMIT_PER_MINUTE: '1000000000' });
  const library = await seedLibrary(running.sql, 1);
  const [run] = await seedRuns(running, library, 1, 2_000);
  const { key } = await running.app.get(ApiKeys).create({ name: 'bench', role: 'operator' }, 'bench');
  await running.app.listen(0, '127.0.0.1');
  const api = await caller(`${await running.app.getUrl()}/api/v1`, key);
  const candidates = `/runs/${run?.runId}/candidates`;
  const byPath: Handle = (imagePath) => api(candidates, JSON.stringify({ stepId: library.stepId, imagePath }));
  const settled = () => renditionsMade(running);
  const registered = await compare(running.root, byPath, decodeAndHash, settled);
  const extra = await withPictures(running, byPath);
  const raw = await plainUploads(join(running.root, '..', 'plain'), running.sql);
  const photos = `/clusters/${library.clusterIds[0]}/photos`;
  const uploaded = await compare(
    running.root,
    async (file) => api(photos, await form(file)),
    async (file) => raw.post('/', await form(file)),
  );
  await raw.close();
  await running.close();
  return [
    ['candidates by path, 1024 × 1024 PNG, over read, decode, sha256', ...registered, 'at least 0.85'],
    ['a candidate by path with thumbnail, placeholder and hashes, over one without', ...extra, 'at most 1.15'],
    ['uploaded photos, 1024 × 1024 PNG, over Fastify, pg and sharp alone', ...uploaded, '–'],
  ];
}

/**
 * Processor time of a registration with and without what is made of its picture. The decode is the same. Larger
 * renditions are made when nothing is registered, so they are waited for.
 */
async function withPictures(running: Running, register: Handle): Promise<[string, string]> {
  const { app, root } = running;
  const service = app.get(CandidateRenditionsService, { strict: false });
  const without = { see: async () => ({ columns: {}, thumbnail: Buffer.alloc(0) }), begin: () => undefined };
  const times: [number, number][] = [];
  for (let round = 0; round < PICTURES; round += 1) {
    for (const name of Object.keys(without)) Reflect.deleteProperty(service, name);
    const full = await processorTime(root, register);
    await renditionsMade(running);
    Object.assign(service, without);
    times.push([full, await processorTime(root, register)]);
  }
  for (const name of Object.keys(without)) Reflect.deleteProperty(service, name);
  const [full, bare] = [0, 1].map((i) => median(times.map((pair) => pair[i] as number))) as [number, number];
  return [`${full.toFixed(1)} / ${bare.toFixed(1)} ms`, (full / bare).toFixed(2)];
}

/** Until the larger renditions of every candidate are there: they are made when nothing is registered. */
async function renditionsMade({ root, sql }: Running): Promise<void> {
  const { rows } = await sql.query<{ n: number }>('select count(placeholder)::int as n from image_candidates');
  const wanted = rows[0]?.n ?? 0;
  const made = async () => {
    const files = await readdir(join(root, '.renditions'), { recursive: true }).catch(() => []);
    return files.filter((file) => /-(640|1280)\.webp$/.test(file)).length >= wanted * 2;
  };
  await untilDeadline('the larger renditions', made, { seconds: 120 });
}

/** Milliseconds. */
async function processorTime(folder: string, register: Handle): Promise<number> {
  const file = await aPicture(folder);
  const from = process.cpuUsage();
  await register(file);
  const { user, system } = process.cpuUsage(from);
  return (user + system) / 1000;
}

/** Pictures a second of both, and the median of their ratios. No file is used twice. */
async function compare(
  folder: string,
  ours: Handle,
  theirs: Handle,
  settled: () => Promise<unknown> = async () => undefined,
): Promise<[string, string]> {
  const rates: [number, number][] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const order = round % 2 ? [ours, theirs] : [theirs, ours];
    const first = await rate(folder, order[0] as Handle);
    await settled();
    const second = await rate(folder, order[1] as Handle);
    await settled();
    rates.push(round % 2 ? [first, second] : [second, first]);
  }
  const [us, them] = [0, 1].map((i) => median(rates.map((pair) => pair[i] as number))) as [number, number];
  const ratio = median(rates.map(([mine, plain]) => mine / plain));
  return [`${us.toFixed(0)} / ${them.toFixed(0)} a second`, ratio.toFixed(2)];
}

async function rate(folder: string, handle: Handle): Promise<number> {
  const files: string[] = [];
  for (let i = 0; i < PICTURES; i += 1) files.push(await aPicture(folder));
  const from = performance.now();
  await inParallel(files, AT_ONCE, async (file) => void (await handle(file)));
  return (PICTURES * 1000) / (performance.now() - from);
}

/** A picture with the size and the detail of a generated one. */
async function aPicture(folder: string): Promise<string> {
  const file = join(folder, `${randomUUID()}.png`);
  const noise = { type: 'gaussian', mean: 128, sigma: 8 } as const;
  const small = sharp({ create: { width: 340, height: 340, channels: 3, background: 'white', noise } });
  await sharp(await small.png().toBuffer())
    .resize(1024, 1024)
    .png()
    .toFile(file);
  return file;
}

async function decodeAndHash(file: string): Promise<void> {
  const bytes = await readFile(file);
  await sharp(bytes).raw().toBuffer();
  createHash('sha256').update(bytes).digest('hex');
}

async function form(file: string): Promise<FormData> {
  const body = new FormData();
  body.append('files', new Blob([new Uint8Array(await readFile(file))], { type: 'image/png' }), 'a.png');
  return body;
}

async function caller(base: string, key?: string) {
  return async (path: string, body: string | FormData): Promise<string> => {
    const headers = {
      ...(key && { authorization: `Bearer ${key}` }),
      ...(typeof body === 'string' && { 'content-type': 'application/json' }),
    };
    const answer = await fetch(base + path, { method: 'POST', headers, body });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return answer.text();
  };
}

/** Each file is decoded, hashed, written durably and recorded in one row. */
async function plainUploads(folder: string, sql: Pick<pg.Pool, 'query'>) {
  mkdirSync(folder, { recursive: true });
  await sql.query('create table plain_uploads (id uuid primary key, sha256 text, byte_size int)');
  const server = Fastify();
  await server.register(multipart, { limits: { fileSize: 50_000_000 } });
  server.post('/', async (request) => {
    const bytes = (await (await request.file())?.toBuffer()) as Buffer;
    await sharp(bytes).raw().toBuffer();
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const id = randomUUID();
    await durably(join(folder, id), bytes);
    await sql.query('insert into plain_uploads values ($1, $2, $3)', [id, sha256, bytes.length]);
    return { id, sha256 };
  });
  const post = await caller(await server.listen({ port: 0, host: '127.0.0.1' }));
  return { post, close: () => server.close() };
}
