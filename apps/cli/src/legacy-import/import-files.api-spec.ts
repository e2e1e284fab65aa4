import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { aPng } from '@trellis/testing';
import { aLegacyLibrary, useImports } from './imports.spec-support.ts';

const ONE = { created: 1, unchanged: 0, dropped: 0 };

describe('trellis import legacy', () => {
  const { cli, from, write, importing, rowsOf } = useImports();

  it('keeps every digit of a post id, and reports one without a time', async () => {
    const images = join(cli.dataDir, 'candidates');
    for (const id of [1, 2]) await writeFile(join(images, `jars_${id}.png`), await aPng());
    const photo = (id: number, more: string) =>
      `{"id": ${id}, "persona_id": 1, "path": "/srv/out/jars_${id}.png", "provider": "instagram"${more}}`;
    const photos = `[${photo(1, ', "posted_at": "2025-11-12 10:00:00", "provider_post_id": 17900000000000001234')},
      ${photo(2, ', "provider_post_id": 17900000000000005678')}]`;
    const { code, notes } = await importing({ ...aLegacyLibrary(), photos }, '--images', images);
    expect(code).toBe(0);
    expect(notes).toContain('photos 2 changed: without its provider_post_id 17900000000000005678: it has no posted_at');
    expect(await rowsOf('photos', 'provider_post_id as id')).toEqual([{ id: '17900000000000001234' }, { id: null }]);
  }, 60_000);

  it('finds files under paths of other systems', async () => {
    const images = join(cli.dataDir, 'candidates');
    await mkdir(join(images, 'output'));
    const names = ['jars_1.png', 'jars_2.png', 'jars_3.png', 'BOWLS_1.png', 'cafe\u0301_1.png', 'twin.png', 'TWIN.png'];
    for (const name of names) await writeFile(join(images, 'output', name), await aPng());
    const paths = [
      'C:\\ComfyUI\\output\\jars_1.png',
      'output\\jars_2.png',
      'http://127.0.0.1:8188/view?filename=jars_3.png&subfolder=&type=output',
      '/srv/OUT/bowls_1.PNG',
      '/srv/out/caf\u00e9_1.png',
      '/srv/output/TWIN.png',
      '/srv/output/Twin.png',
    ];
    const image_candidates = paths.map((image_path, i) => ({
      id: i + 1,
      pipeline_run_id: 1,
      pipeline_step_id: 1,
      image_path,
    }));
    const { notes } = await importing({ ...aLegacyLibrary(), image_candidates, votes: [] }, '--images', images);
    const found = ['jars_1.png', 'jars_2.png', 'jars_3.png', 'BOWLS_1.png', 'cafe\u0301_1.png', 'TWIN.png'];
    expect(await rowsOf('image_candidates', 'image_path as path')).toEqual([
      ...found.map((name) => ({ path: join(images, 'output', name) })),
      { path: '/srv/output/Twin.png' },
    ]);
    expect(notes).toContain('image_candidates 7 changed: keeps its path: several files match equally well');
  }, 60_000);

  it('reads exports with a byte order mark, in UTF-16, and a null table; names a byte that is not text', async () => {
    const base = aLegacyLibrary();
    const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(JSON.stringify(base['pipelines']), 'utf16le')]);
    const marked = `\ufeff${JSON.stringify(base['personas'])}`;
    const good = await importing({ ...base, pipelines: utf16, personas: marked, votes: 'null\n' });
    expect([good.code, good.tables['pipelines'], good.tables['personas']]).toEqual([0, ONE, ONE]);
    await write({ pipeline_runs: Buffer.from('[{"id": 9, "name": "Küche"}]', 'latin1') });
    const bad = await cli.run('import', 'legacy', '--from', from());
    expect([bad.code, bad.stderr]).toEqual([
      2,
      expect.stringContaining('pipeline_runs.json: Byte 21 (line 1) is not UTF-8. Save the file as UTF-8.'),
    ]);
  }, 60_000);
});
