import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { useCommandLibrary, type CommandLibrary } from '../library.spec-support.ts';

export interface Planned {
  plan: string | null;
  files: number;
  changes: Record<string, number>;
  notes: { file: string; outcome: string; detail: string }[];
}

const RULES = `
rules:
  - path: '*/drafts/*'
    skip: true
  - path: 'tea/*'
    cluster: { name: Tea time }
    tags: [Tea]
    aiGenerated: true
  - path: '*/*'
    clusterFromFolder: true
    tagsFromFolders: true
`;

/** A folder of pictures beside a library. Both are emptied before every test. */
class Pictures {
  constructor(readonly library: CommandLibrary) {}

  get folder(): string {
    return this.path('pictures');
  }

  readonly path = (name: string): string => join(this.library.dataDir, name);

  readonly put = async (name: string, bytes: Buffer | string): Promise<Buffer | string> => {
    const file = join(this.folder, name);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, bytes);
    return bytes;
  };

  readonly rows = async (sql: string): Promise<object[]> => (await this.library.sql.query<object>(sql)).rows;

  readonly planned = (...args: string[]): Promise<{ code: number | null; result: Planned }> =>
    this.library.json<Planned>('import', 'pictures', '--persona', 'North Quay', '--from', this.folder, ...args);

  async clear(): Promise<void> {
    await this.library.sql.query('delete from photos; delete from clusters');
    for (const one of ['pictures', 'originals']) await rm(this.path(one), { recursive: true, force: true });
    for (const name of ['plan', 'other', 'rules']) await rm(this.path(name), { force: true });
    await mkdir(this.folder);
    await writeFile(this.path('rules'), RULES);
  }
}

export function usePictures(): Pictures {
  const pictures = new Pictures(useCommandLibrary());
  beforeEach(() => pictures.clear());
  return pictures;
}
