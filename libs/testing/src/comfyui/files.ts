import { posix } from 'node:path';

export type FileKind = 'output' | 'temp' | 'input';
export const fileKinds: readonly string[] = ['output', 'temp', 'input'];

/** A file of a server, as its history names it. */
export interface FileName {
  filename: string;
  subfolder: string;
  type: FileKind;
}

const PREVIEW = 'ComfyUI_temp';

/** The folders of a server. Outputs and inputs outlive a restart; temporary files do not. */
export class Files {
  private readonly files = new Map<string, Buffer>();

  get(name: FileName): Buffer | undefined {
    return this.files.get(keyOf(name));
  }

  put(name: FileName, bytes: Buffer): void {
    this.files.set(keyOf(name), bytes);
  }

  delete(name: FileName): void {
    this.files.delete(keyOf(name));
  }

  /** Numbered after the highest number of the prefix in its folder. */
  add(kind: 'output' | 'temp', prefix: string, bytes: Buffer): FileName {
    const wanted = kind === 'temp' ? PREVIEW : prefix;
    const subfolder = posix.dirname(wanted) === '.' ? '' : posix.dirname(wanted);
    const base = posix.basename(wanted);
    const name = (number: number): FileName => ({
      filename: `${base}_${String(number).padStart(5, '0')}_.png`,
      subfolder,
      type: kind,
    });
    const start = keyOf({ filename: `${base}_`, subfolder, type: kind });
    const numbers = [...this.files.keys()]
      .filter((key) => key.startsWith(start))
      .map((key) => Number(/^(\d+)_\.png$/.exec(key.slice(start.length))?.[1] ?? 0));
    const added = name(Math.max(0, ...numbers) + 1);
    this.put(added, bytes);
    return added;
  }

  forgetTemporary(): void {
    for (const key of this.files.keys()) if (key.startsWith('temp/')) this.files.delete(key);
  }
}

const keyOf = ({ type, subfolder, filename }: FileName): string =>
  `${type}/${posix.normalize(`${subfolder}/${filename}`)}`;

/** `sub/name.png [output]`, as graphs name files; inputs by default. Undefined outside of the folders. */
export function fileNamed(text: string): FileName | undefined {
  const [, path = '', kind = 'input'] = /^(.*?)(?: \[(output|temp|input)\])?$/s.exec(text) ?? [];
  const normal = posix.normalize(path);
  if (path === '' || posix.isAbsolute(path) || normal.startsWith('..')) return undefined;
  const folder = posix.dirname(normal);
  return { filename: posix.basename(normal), subfolder: folder === '.' ? '' : folder, type: kind as FileKind };
}
