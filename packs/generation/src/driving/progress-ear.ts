import { ComfySocket, type ComfyHint } from '@trellis/comfyui';
import type { AttemptRows } from '../attempts/attempt-rows.ts';

const WRITE_EVERY_MS = 1_000;

/**
 * Hears what a server says of the prompt that it runs. Only a hint: it shows progress, and shortens the wait for the
 * next look. A socket that was lost is opened again before the next prompt, under another name, because a server may
 * stay silent to one that it knew.
 */
export class ProgressEar {
  private socket: ComfySocket | undefined;
  private promptId: string | undefined;
  /** When progress was written, and when anything else was. */
  private written = { progress: -Infinity, other: -Infinity };
  private writing: Promise<void> = Promise.resolve();
  private isOpen = false;

  constructor(
    private readonly rows: AttemptRows,
    /** Called when there may be something to see. */
    private readonly wake: () => void,
    private readonly clock: () => number,
  ) {}

  /** Before a prompt is sent under this name. */
  async listen(baseUrl: string, clientId: string): Promise<void> {
    this.socket = await ComfySocket.open({ baseUrl }, clientId, (hint) => this.hear(hint));
    this.isOpen = this.socket !== undefined;
    void this.socket?.ended.then(() => (this.isOpen = false));
  }

  get hears(): boolean {
    return this.isOpen;
  }

  follow(promptId: string | undefined): void {
    if (this.promptId !== promptId) this.written = { progress: -Infinity, other: -Infinity };
    this.promptId = promptId;
  }

  /** What was heard is written. @throws what the last write has thrown */
  async settled(): Promise<void> {
    await this.writing;
  }

  close(): void {
    this.socket?.close();
  }

  private hear({ promptId, progress }: ComfyHint): void {
    if (promptId !== this.promptId) return;
    if (!progress) this.wake();
    const now = this.clock();
    const kind = progress ? 'progress' : 'other';
    if (now - this.written[kind] < WRITE_EVERY_MS) return;
    this.written[kind] = now;
    this.writing = this.writing.then(() => this.rows.noteProgress(promptId, progress));
    // `settled` throws it; until then it is not unhandled.
    this.writing.catch(() => undefined);
  }
}
