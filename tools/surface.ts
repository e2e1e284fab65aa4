// npm run surface: writes the report of every pack's lid, packs/<name>/surface.md.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packs } from '@trellis/all';
import { reportOf } from '@trellis/all/reports';

const root = join(import.meta.dirname, '..');
for (const pack of packs) await writeFile(join(root, 'packs', pack.name, 'surface.md'), reportOf(pack, root));
