import { spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const repository = join(import.meta.dirname, '../../..');

/** Files of different pictures, by default as tall as Instagram accepts. A process of its own: the tests load no image library. */
export function drawPictures(count: number, { height = 800 } = {}): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'trellis-pictures-'));
  const draw = `import { drawStillLife } from './tools/draw-still-life.ts'; import { writeFileSync } from 'node:fs';
    for (let n = 1; n <= ${count}; n += 1) writeFileSync(\`${folder}/\${n}.png\`, await drawStillLife(n * 37, 640, ${height}));`;
  const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', draw], {
    cwd: repository,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  return Array.from({ length: count }, (_, n) => join(folder, `${n + 1}.png`));
}
