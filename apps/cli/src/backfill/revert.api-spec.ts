import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { useCommandLibraryPerTest } from '../library.spec-support.ts';

interface Reverted {
  reverted: number;
  faults: { id: string; change: string; why: string }[];
}

/** The first rule matches nothing. Both name the same new cluster. */
const RULES = `
rules:
  - match: { name: 'unknown *' }
    persona: North Quay
    cluster: { name: Brought along, pillar: Daily }
  - match: { name: 'old *' }
    persona: North Quay
    cluster: { name: Brought along, pillar: Daily }
    link: true
`;

describe('trellis backfill revert', () => {
  const library = useCommandLibraryPerTest();
  let plan: string;

  beforeEach(async () => {
    plan = join(library.dataDir, 'plan.jsonl');
    await writeFile(join(library.dataDir, 'rules.yaml'), RULES);
    await library.aPillar('Daily');
  });

  const applied = async () => {
    const rules = join(library.dataDir, 'rules.yaml');
    await library.json('backfill', 'plan', '--rules', rules, '--out', plan);
    expect((await library.json('backfill', 'apply', plan)).code).toBe(0);
  };
  const revert = () => library.json<Reverted>('backfill', 'revert', plan);
  const runAndPhoto = `
    select r.cluster_id is not null as placed, p.id as photo, p.cluster_id = r.cluster_id as together, l.state
    from pipeline_runs r join image_candidates c on c.run_id = r.id and c.is_winner
    left join photos p on p.image_candidate_id = c.id left join cluster_links l on l.run_id = r.id where r.id = $1`;

  it('skips a run that was changed later, and its photo', async () => {
    const [edited, plain] = (await library.existingRuns(2)) as [string, string];
    await applied();
    const before = await library.one(runAndPhoto, [edited]);
    expect(before).toEqual({ placed: true, photo: expect.any(String), together: true, state: 'linked' });
    const elsewhere = `with other as (insert into clusters (id, persona_id, name) select gen_random_uuid(), id, 'Other' from personas returning id)
      update pipeline_runs set cluster_id = other.id from other where pipeline_runs.id = $1`;
    await library.sql.query(elsewhere, [edited]);
    await library.run('link', '--run', edited);
    const moved = await library.one(runAndPhoto, [edited]);

    const { code, result } = await revert();
    expect([code, result.reverted]).toEqual([1, 3]);
    expect(result.faults.map(({ id, change, why }) => [id, change, why])).toEqual([
      [edited, 'run.link', 'it was changed later'],
      [edited, 'run.update', 'it was changed later'],
    ]);
    expect(await library.one(runAndPhoto, [edited])).toEqual(moved);
    expect(await library.one(runAndPhoto, [plain])).toEqual({
      placed: false,
      photo: null,
      together: null,
      state: null,
    });
  }, 60_000);

  it('keeps a photo that is older than the plan', async () => {
    const [runId] = (await library.existingRuns(1)) as [string];
    await library.sql.query(`
      with photo as (
        insert into photos (id, persona_id, image_candidate_id, path, created_at)
        select gen_random_uuid(), p.id, c.id, c.image_path, now() - interval '1 day' from image_candidates c, personas p returning id, image_candidate_id)
      insert into photo_objects (photo_id, kind, key, content_type, byte_size, sha256, width, height)
      select photo.id, 'original', 'photos/old.png', c.content_type, c.byte_size, c.sha256, c.width, c.height
      from photo join image_candidates c on c.id = photo.image_candidate_id`);
    await applied();
    const linked = await library.one(runAndPhoto, [runId]);
    expect(linked).toMatchObject({ placed: true, together: true, state: 'linked' });
    const { code, result } = await revert();
    expect(code).toBe(1);
    expect(result.faults.map(({ why }) => why)).toEqual([
      'its photo is older than the plan',
      'its link was not reverted',
      'it has runs or photos',
    ]);
    expect(await library.one(runAndPhoto, [runId])).toEqual(linked);
  }, 60_000);
});
