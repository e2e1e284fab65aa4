import { execFileSync } from 'node:child_process';
import { mkdir, rename, symlink, truncate, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { aPng, anAnimatedWebp, pngOfBytes } from '@trellis/testing';
import { aPreparedRun } from '../support/library.spec-support.ts';
import { useApp, useEmptyRun, useLibrary } from '../support/use-app.spec-support.ts';

describe('bad input', () => {
  const app = useApp();
  const library = useLibrary(app);
  const run = useEmptyRun(app, library);

  const register = (imagePath: string) =>
    app.call('post', `/runs/${run.runId}/candidates`, { stepId: library.stepId, imagePath });
  const candidatesOf = async (id: string) =>
    (await app.ok<{ candidatesCount: number }>('get', `/runs/${id}`)).candidatesCount;

  describe('in the path of an image', () => {
    const outside = async () => {
      const path = join(dirname(app.root), 'secret.png');
      await writeFile(path, await aPng());
      return path;
    };
    const cases: [string, () => Promise<string>, string][] = [
      ['outside the roots', outside, 'image_outside_roots'],
      ['relative', async () => 'x.png', 'image_outside_roots'],
      ['through ..', async () => `${app.root}/../${(await outside()).split('/').pop()}`, 'image_outside_roots'],
      [
        'through a symlink out of the roots',
        async () => (await symlink(await outside(), join(app.root, 'link.png')), join(app.root, 'link.png')),
        'image_outside_roots',
      ],
      [
        'through a folder that is a symlink',
        async () => (
          await symlink(dirname(await outside()), join(app.root, 'folder')),
          join(app.root, 'folder', 'secret.png')
        ),
        'image_outside_roots',
      ],
      [
        'of a directory',
        async () => (await mkdir(join(app.root, 'dir.png')), join(app.root, 'dir.png')),
        'not_an_image',
      ],
      [
        'of a FIFO',
        async () => (execFileSync('mkfifo', [join(app.root, 'pipe.png')]), join(app.root, 'pipe.png')),
        'not_an_image',
      ],
      ['of a missing file', async () => join(app.root, 'missing.png'), 'image_missing'],
      ['of an empty file', () => app.file('empty.png', Buffer.alloc(0)), 'not_an_image'],
      ['of a text called .png', () => app.file('text.png', Buffer.from('hello')), 'not_an_image'],
      ['of a PNG truncated', async () => app.file('cut.png', (await aPng()).subarray(0, -20)), 'not_an_image'],
      ['of a PNG with a wrong CRC', async () => app.file('crc.png', flipped(await aPng())), 'not_an_image'],
      ['of an animated WebP', async () => app.file('moving.webp', await anAnimatedWebp()), 'not_an_image'],
      [
        'of a decompression bomb',
        async () => app.file('bomb.png', pngOfBytes(1000, { width: 20_000, height: 20_000 })),
        'image_too_large',
      ],
      ['of a file of 30 MB', () => app.file('large.png', pngOfBytes(30_000_000)), 'image_too_large'],
      ['with a NUL', async () => `${app.root}/a\0.png`, 'validation_failed'],
    ];

    it.each(cases)('%s', async (_what, path, code) => {
      const before = await candidatesOf(run.runId);
      const answer = await register(await path());
      expect(answer.body).toMatchObject({ code, status: code === 'validation_failed' ? 400 : 422 });
      expect(answer.text).not.toContain(app.root);
      expect(await candidatesOf(run.runId)).toBe(before);
    });

    it('that changes between registration and completion fails only the link', async () => {
      const run = await aPreparedRun(app, library);
      await writeFile(run.files[0]?.path as string, await aPng());
      await app.ok('post', `/runs/${run.runId}/completion`);
      expect(await app.settled(run.runId)).toMatchObject({
        state: 'failed',
        reason: 'image_changed',
        photoId: null,
        attempts: 1,
      });
      expect(await app.ok('get', `/runs/${run.runId}`)).toMatchObject({ status: 'completed' });
      await writeFile(run.files[0]?.path as string, run.files[0]?.bytes as Buffer);
      await app.call('post', `/runs/${run.runId}/link`);
      expect(await app.settled(run.runId)).toMatchObject({ state: 'linked' });
    });

    it.each([
      ['of another size', async (path: string) => writeFile(path, 'hello')],
      [
        'of the same size',
        async (path: string, bytes: Buffer) => writeFile(path, Buffer.from(bytes).fill(7, bytes.length - 1)),
      ],
      ['that is empty', async (path: string) => truncate(path, 0)],
    ])('is not shown after a change to one %s, and shown again after it was restored', async (_what, spoil) => {
      const run = await aPreparedRun(app, library);
      const { path, bytes } = run.files[0] as { path: string; bytes: Buffer };
      const id = run.candidateIds[0] as string;
      const show = () => app.call('get', `/candidates/${id}/image`);
      expect((await show()).status).toBe(200);
      await spoil(path, bytes);
      for (const answer of [await show(), await show()])
        expect([answer.status, answer.body.code]).toEqual([409, 'image_changed']);
      await writeFile(path, bytes);
      expect((await show()).headers['content-length']).toBe(String(bytes.length));
      await rename(path, `${path}.away`);
      expect((await show()).body).toMatchObject({ status: 410, code: 'image_missing' });
    });

    it.each([
      ['image_missing', async (path: string) => rename(path, `${path}.away`)],
      ['image_too_large', async (path: string) => truncate(path, 27_000_000)],
      ['not_an_image', async (path: string) => truncate(path, 0)],
      [
        'image_outside_roots',
        async (path: string) => (await rename(path, `${path}.away`), symlink('/etc/hostname', path)),
      ],
    ])('that becomes %s before completion fails the link', async (reason, spoil) => {
      const run = await aPreparedRun(app, library);
      await spoil(run.files[0]?.path as string);
      await app.ok('post', `/runs/${run.runId}/completion`);
      const link = await app.settled(run.runId);
      expect(link).toMatchObject({ state: 'failed', reason, photoId: null });
      expect(link.lastError).not.toContain(app.root);
    });
  });
});

/** One bit of the last chunk's data changed, its checksum not. */
function flipped(png: Buffer): Buffer {
  const copy = Buffer.from(png);
  const at = copy.length - 20;
  copy[at] = (copy[at] as number) ^ 1;
  return copy;
}
