import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { untilDeadline } from '@trellis/testing';
import { binary } from '../support/binary.spec-support.ts';
import { useApp, useEmptyRun, useLibrary } from '../support/use-app.spec-support.ts';

interface Candidate {
  id: string;
  imagePath: string;
  thumbnailUrl: string;
  placeholder: string | null;
}

const drawing = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: { r: 200, g: 90, b: 30 } } })
    .png()
    .toBuffer();

describe('the renditions of a candidate', () => {
  const app = useApp({ works: false });
  const library = useLibrary(app);
  const run = useEmptyRun(app, library);
  const root = () => app.config.CANDIDATE_ROOTS[0] as string;
  const fileOf = (id: string, width: number) => join(root(), '.renditions', run.runId, `${id}-${width}.webp`);

  const register = async (bytes: Buffer): Promise<Candidate> => {
    const request = app.call('post', `/runs/${run.runId}/candidates`).field('stepId', library.stepId);
    return (await request.attach('file', bytes, 'a.png')).body as Candidate;
  };
  const path = ({ id }: Candidate, width: number) => `/candidates/${id}/renditions/${width}`;
  const get = (candidate: Candidate, width: number) =>
    app.call('get', path(candidate, width)).buffer(true).parse(binary);
  const written = (id: string) =>
    untilDeadline('the larger files', () =>
      Promise.resolve(existsSync(fileOf(id, 640)) && existsSync(fileOf(id, 1280))),
    );

  it('are named by the candidate, and the smallest is there with it', async () => {
    const candidate = await register(await drawing(1500, 1000));
    expect(candidate.thumbnailUrl).toBe(`/api/v1/candidates/${candidate.id}/renditions/320`);
    expect(Buffer.from(candidate.placeholder ?? '', 'base64').length).toBeGreaterThan(5);
    expect((await get(candidate, 320)).status).toBe(200);
    await written(candidate.id);
    const listed = await app.ok<{ items: Candidate[] }>('get', `/runs/${run.runId}/candidates`);
    expect(listed.items.find(({ id }) => id === candidate.id)).toEqual(candidate);
  });

  it.each([
    [320, 320, 213],
    [640, 640, 427],
    [1280, 1280, 853],
  ])('of %i have %i × %i pixels, and are kept by browsers', async (width, ...size) => {
    const candidate = await register(await drawing(1500, 1000));
    const answer = await get(candidate, width);
    const bytes = answer.body as Buffer;
    const { format, width: across, height } = await sharp(bytes).metadata();
    expect([format, across, height]).toEqual(['webp', ...size]);
    const etag = `"${createHash('sha256').update(bytes).digest('hex')}"`;
    expect(answer.headers).toMatchObject({
      'content-type': 'image/webp',
      'content-length': String(bytes.length),
      'cache-control': 'private, max-age=31536000, immutable',
      etag,
    });
    expect((await app.call('get', path(candidate, width)).set('If-None-Match', etag)).status).toBe(304);
    const head = await app.call('head', path(candidate, width));
    expect([head.status, head.headers['content-length']]).toEqual([200, String(bytes.length)]);
    const part = await app.call('get', path(candidate, width)).set('Range', 'bytes=0-3').buffer(true).parse(binary);
    expect([part.status, String(part.body)]).toEqual([206, 'RIFF']);
  });

  it('are never larger than the image', async () => {
    const candidate = await register(await drawing(200, 100));
    for (const width of [320, 640, 1280])
      expect(await sharp((await get(candidate, width)).body as Buffer).metadata()).toMatchObject({ width: 200 });
  });

  it('are made again when they are missing, once for all that ask', async () => {
    const candidate = await register(await drawing(900, 900));
    await written(candidate.id);
    await rm(join(root(), '.renditions'), { recursive: true });
    const answers = await Promise.all([320, 640, 320, 1280, 640].map((width) => get(candidate, width)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect(existsSync(fileOf(candidate.id, 320))).toBe(true);
  });

  it('say that the image is gone or changed, and are shown while they exist', async () => {
    const candidate = await register(await drawing(800, 800));
    await written(candidate.id);
    await writeFile(candidate.imagePath, await drawing(80, 80));
    expect((await get(candidate, 320)).status).toBe(200);
    await rm(join(root(), '.renditions'), { recursive: true });
    const changed = await app.call('get', path(candidate, 320));
    expect([changed.status, changed.body.code]).toEqual([409, 'image_changed']);
    await rm(candidate.imagePath);
    const gone = await app.call('get', path(candidate, 640));
    expect([gone.status, gone.body.code]).toEqual([410, 'image_missing']);
  });

  it('exist in three widths only, of candidates only', async () => {
    const candidate = await register(await drawing(40, 40));
    for (const width of ['321', '0', 'x', '640.0']) {
      const refused = await app.call('get', `/candidates/${candidate.id}/renditions/${width}`);
      expect([refused.status, refused.body.code]).toEqual([400, 'validation_failed']);
      expect(refused.body.errors).toEqual([{ path: 'width', message: 'must be one of 320, 640, 1280' }]);
    }
    const missing = await app.call('get', `/candidates/${run.runId}/renditions/320`);
    expect([missing.status, missing.body.code]).toEqual([404, 'candidate_not_found']);
  });

  it('go with their run', async () => {
    const { id: runId } = await app.ok<{ id: string }>('post', `/clusters/${library.clusterId}/runs`, {
      pipelineId: library.pipelineId,
    });
    const request = app.call('post', `/runs/${runId}/candidates`).field('stepId', library.stepId);
    await request.attach('file', await drawing(700, 700), 'a.png');
    const folder = join(root(), '.renditions', runId);
    await untilDeadline('the files', async () => existsSync(folder));
    expect((await app.call('delete', `/runs/${runId}`)).status).toBe(204);
    expect(existsSync(folder)).toBe(false);
  });

  it('have the bytes of one another at every making', async () => {
    const candidate = await register(await drawing(1000, 700));
    await written(candidate.id);
    const before = await readFile(fileOf(candidate.id, 640));
    await rm(fileOf(candidate.id, 640));
    expect(before.equals((await get(candidate, 640)).body as Buffer)).toBe(true);
  });
});
