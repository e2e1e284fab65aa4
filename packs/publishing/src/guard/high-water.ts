import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { TrellisConfig } from '@trellis/config';
import { writeDurably } from '@trellis/storage';

/** Up to which number this installation has sent posts, beside the database, which may be restored from before. */
export interface HighWater {
  instanceId: string;
  number: number;
}

const FORM = /^([0-9a-f-]{36}) (\d{1,15})\n$/;

/** The file `publish-high-water` in the data directory. */
@Injectable()
export class HighWaterFile {
  private readonly path: string;
  private line: Promise<unknown> = Promise.resolve();

  constructor(config: TrellisConfig) {
    this.path = join(config.TRELLIS_DATA_DIR, 'publish-high-water');
  }

  /** Undefined when there is no file. @throws Error for a file that is not ours */
  async read(): Promise<HighWater | undefined> {
    const text = await readFile(this.path, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    });
    if (text === undefined) return undefined;
    const [, instanceId, number] = FORM.exec(text) ?? [];
    if (!instanceId) throw new Error(`${this.path} cannot be read. Restore it, or delete it and resume publishing.`);
    return { instanceId, number: Number(number) };
  }

  /** Survives a power failure afterwards. The higher number of the same installation stays. */
  raise(mark: HighWater): Promise<void> {
    const written = this.line.then(() => this.write(mark));
    this.line = written.catch(() => undefined);
    return written;
  }

  private async write({ instanceId, number }: HighWater): Promise<void> {
    const before = await this.read();
    if (before?.instanceId === instanceId && before.number >= number) return;
    await writeDurably(this.path, [Buffer.from(`${instanceId} ${number}\n`)]);
  }
}
