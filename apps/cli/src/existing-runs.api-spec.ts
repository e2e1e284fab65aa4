import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { aPng } from '@trellis/testing';
import { useCommandLibrary, SEED_OF_COMFYUI } from './library.spec-support.ts';

const CHAPTER = join(import.meta.dirname, '../../../docs/existing-runs.md');

const RUNS = 23;
/** The runs from before the column for the prompt. */
const OLD = 14;
const statusOf = (n: number) => (n <= 18 ? 'completed' : n <= 20 ? 'failed' : 'pending');
const at = (n: number) => `2025-11-${String(n).padStart(2, '0')}T10:00:00Z`;

const run = (n: number) => {
  const words = n <= OLD ? { prompt: `prompt ${n}`, run_name: `study ${n}` } : {};
  const variables = JSON.stringify({ ...words, cfg: 7 }).replace('}', `,"seed":${SEED_OF_COMFYUI}}`);
  const columns = {
    id: n,
    pipeline_id: 1,
    name: `run ${n}`,
    target_folder: `public/still_life/run_${n}`,
    status: statusOf(n),
    prompt: n <= OLD ? null : `prompt ${n}`,
    created_at: at(n),
    updated_at: at(n),
  };
  return JSON.stringify(columns).replace('}', `,"variables":${variables}}`);
};
const candidate = (n: number, which: number) => ({
  id: n * 10 + which,
  pipeline_run_id: n,
  pipeline_step_id: 1,
  winner: which === 1,
  status: 'active',
  image_path: `/app/public/still_life/run_${n}/${which}.png`,
  created_at: at(n),
  updated_at: at(n),
});
const completed = Array.from({ length: 18 }, (_, i) => i + 1);

const tables: Record<string, string> = {
  pipelines: JSON.stringify([{ id: 1, name: 'still_life' }]),
  pipeline_steps: JSON.stringify([{ id: 1, pipeline_id: 1, name: 'Base', order: 1, comfy_workflow_json: '{}' }]),
  pipeline_runs: `[${Array.from({ length: RUNS }, (_, i) => run(i + 1)).join(',')}]`,
  image_candidates: JSON.stringify(completed.flatMap((n) => [candidate(n, 1), candidate(n, 2)])),
  votes: JSON.stringify(
    completed.map((n) => ({ id: n, winner_id: n * 10 + 1, loser_id: n * 10 + 2, created_at: at(n) })),
  ),
};

describe('the guide “Existing runs”', () => {
  const library = useCommandLibrary();
  let chapter: string;
  let images: string;

  beforeAll(async () => {
    chapter = await readFile(CHAPTER, 'utf8');
    const [from, file] = [join(library.dataDir, 'export'), (name: string) => join(library.dataDir, name)];
    images = file('candidates');
    await mkdir(from);
    for (const [table, text] of Object.entries(tables)) await writeFile(join(from, `${table}.json`), text);
    for (const n of completed) {
      await mkdir(join(images, 'still_life', `run_${n}`), { recursive: true });
      for (const which of [1, 2]) await writeFile(join(images, 'still_life', `run_${n}`, `${which}.png`), await aPng());
    }
    await writeFile(file('rules.yaml'), /```yaml\n([\s\S]*?)```/.exec(chapter)?.[1] as string);
    await library.sql
      .query(`with persona as (insert into personas (id, name) values (gen_random_uuid(), 'harbor light') returning id)
      insert into content_pillars (id, persona_id, name, weight) select gen_random_uuid(), id, 'Everyday', 40 from persona`);
  });

  /** The commands of the guide, in order, with this test's folders. */
  const commands = () =>
    [...chapter.matchAll(/^npm run trellis -- ([^#\n]+)/gm)].map(([, words]) =>
      (words as string)
        .trim()
        .split(/ +/)
        .map((word) => word.replace(/^\/mnt\/images$/, images))
        .map((word) => (/^(\.\/export|\w+\.(yaml|jsonl))$/.test(word) ? join(library.dataDir, word) : word)),
    );
  const runs = () =>
    library.one<{ all: string }>(
      `select json_agg(to_jsonb(r) - 'updated_at' order by id)::text as all from pipeline_runs r`,
    );
  const count = `
    select (select count(*)::int from pipeline_runs where cluster_id is not null) as placed,
      (select count(*)::int from cluster_links where state = 'linked') as linked, (select count(*)::int from photos) as photos,
      (select count(*)::int from pipeline_runs where variables ? 'prompt' or variables ? 'run_name') as untaken,
      (select count(*)::int from pipeline_runs where variables->>'seed' = '${SEED_OF_COMFYUI}') as seeds`;

  it('works word by word, and reverts', async () => {
    const all = commands();
    const after = new Map<string, { stdout: string; runs: { all: string }; count: object }>();
    for (const [i, words] of all.entries()) {
      const { code, stdout, stderr } = await library.run(...words);
      expect([words.join(' '), code, stderr]).toEqual([words.join(' '), 0, '']);
      after.set(`${i} ${words.slice(0, 2).join(' ')}`, { stdout, runs: await runs(), count: await library.one(count) });
    }
    const names = ['0 import legacy', '1 import legacy', '2 backfill plan', '3 backfill apply', '4 backfill verify'];
    expect([...after.keys()]).toEqual([...names, '5 backfill plan', '6 doctor', '7 backfill revert']);
    const of = (step: string) => after.get(step) as { stdout: string; runs: { all: string }; count: object };

    expect(of('0 import legacy').count).toMatchObject({ placed: 0, seeds: 0 });
    expect(of('1 import legacy').count).toEqual({ placed: 0, linked: 0, photos: 0, untaken: 14, seeds: 23 });
    expect(of('2 backfill plan').stdout).toBe('1 cluster.create, 23 run.update, 18 run.link\n');
    expect(of('3 backfill apply').stdout).toBe('24 applied, 18 linked, 0 applied before, 0 not applied\n');
    expect(of('3 backfill apply').count).toEqual({ placed: 18, linked: 18, photos: 18, untaken: 0, seeds: 23 });
    expect(of('4 backfill verify').stdout).toContain('42 of 42 lines hold');
    expect(of('5 backfill plan').stdout).toBe('nothing to change\n');
    expect(of('6 doctor').stdout).toBe('No findings.\n');
    expect(of('7 backfill revert').stdout).toBe('42 reverted, 0 skipped\n');
    expect(of('7 backfill revert').runs).toEqual(of('1 import legacy').runs);
    expect(of('7 backfill revert').count).toEqual(of('1 import legacy').count);
  }, 90_000);

  it('changes nothing in a second import', async () => {
    const before = await runs();
    const [, again] = commands() as [string[], string[]];
    const { code, stdout } = await library.run(...again);
    expect([code, stdout.match(/ 0 created/g)?.length]).toEqual([0, 5]);
    expect(await runs()).toEqual(before);
  }, 30_000);
});
