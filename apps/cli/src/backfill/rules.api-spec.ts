import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { useCommandLibrary } from '../library.spec-support.ts';

describe('trellis backfill plan', () => {
  const library = useCommandLibrary();

  it.each([
    ['rules: [{ match: { name: "x" ]', 'line 1, column 30: Flow map'],
    ['rules:\n  - match:\n      status: done\n', 'line 3, column 15: rules.0.match.status must be one or more of'],
    ['rules:\n  - match: {}\n    colour: red\n', 'line 3, column 13: rules.0.colour is unknown'],
    ['rules:\n  - cluster: { name: x }\n', 'line 2, column 5: rules.0.persona must be the name of a persona'],
    ['rules:\n  - match: { name: *still }\n', 'needs quotes'],
    ['rules:\n  - match:\n      name:\n    link: true\n', 'line 3, column 12: rules.0.match.name must not be empty'],
    ...['2025', '01.11.2025', '2025-11-31', '2025-11-01T25:00:00Z', 'yesterday'].map((day) => [
      `rules:\n  - match: { createdFrom: ${day} }\n`,
      'line 2, column 27: rules.0.match.createdFrom must be a day or a time as ISO 8601 writes it',
    ]),
    ['rules: []', 'line 1, column 8: rules must have at least one rule'],
    ['rules:\n  - persona: unknown\n', 'There is no persona “unknown”'],
    ['rules:\n  - persona: north quay\n    cluster: { name: x, pillar: nothing }\n', 'There is no pillar “nothing”'],
  ])(
    'refuses the rules %j with line and reason',
    async (text, why) => {
      const rules = join(library.dataDir, 'rules.yaml');
      const plan = join(library.dataDir, 'plan.jsonl');
      await writeFile(rules, text);
      const refused = await library.run('backfill', 'plan', '--rules', rules, '--out', plan);
      expect(refused).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(why) });
    },
    30_000,
  );

  it('reads rules in UTF-16, and names a byte that is not text', async () => {
    const rules = join(library.dataDir, 'encoded.yaml');
    const planned = async (bytes: Buffer) => {
      await writeFile(rules, bytes);
      return library.run('backfill', 'plan', '--rules', rules, '--out', join(library.dataDir, 'encoded.jsonl'));
    };
    const text = 'rules:\n  - persona: Küche\n';
    const utf16 = await planned(Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]));
    expect([utf16.code, utf16.stderr]).toEqual([2, expect.stringContaining('There is no persona “Küche”')]);
    const latin1 = await planned(Buffer.from(text, 'latin1'));
    expect([latin1.code, latin1.stderr]).toEqual([2, expect.stringContaining('Byte 21 (line 2) is not UTF-8')]);
  }, 30_000);
});
