import { ComfySocket, type ComfyHint } from '@trellis/comfyui';
import { newId } from '@trellis/kernel';
import type { DrivenServer } from '../servers/driven-server.ts';

const WRITE_EVERY_MS = 1_000;
/** What ends sooner has no progress to show. */
const FIRST_WRITE_MS = 250;
const OPEN_EVERY_MS = 30_000;

/** What the ear does with what it hears. */
export interface Hearing {
  /** Writes how far a prompt is. */
  note(promptId: string, progress: { value: number; max: number } | null): Promise<void>;
  /** There may be something to see. */
  wake(): void;
  /** A write has failed. It was only a hint, and the next one is written again. */
  failed: (error: unknown) => void;
  /** Milliseconds that only grow. */
  clock(): number;
}

/**
 * Hears what a server says of the prompt that it runs. Only a hint: it shows progress, and shortens the wait for the
 * next look. It opens its socket beside the work, and again under another name when it was lost, because a server may
 * stay silent to one that it knew.
 */
export class ProgressEar {
  private socket: ComfySocket | undefined;
  private openedAt = -Infinity;
  private promptId: string | undefined;
  /** The prompt that was sent while this socket was open: all of its progress is heard. */
  private whole: string | undefined;
  private written = { progress: 0, other: 0 };

  constructor(private readonly hearing: Hearing) {}

  /** Opens the socket when there is none. Nothing waits for it. */
  listen(server: DrivenServer): void {
    const now = this.hearing.clock();
    if (this.socket || now - this.openedAt < OPEN_EVERY_MS) return;
    this.openedAt = now;
    const clientId = newId();
    void ComfySocket.open(server, clientId, (hint) => this.hear(hint)).then((socket) => {
      if (!socket) return;
      this.socket = socket;
      server.clientId = clientId;
      void socket.ended.then(() => this.lost());
    }, this.hearing.failed);
  }

  /** @param isSent now, by this process */
  follow(promptId: string | undefined, { isSent = false } = {}): void {
    const first = this.hearing.clock() + FIRST_WRITE_MS - WRITE_EVERY_MS;
    if (this.promptId !== promptId) this.written = { progress: first, other: first };
    this.promptId = promptId;
    if (isSent) this.whole = this.socket ? promptId : undefined;
  }

  /** Whether silence about this prompt says that it does not go on. */
  hearsAllOf(promptId: string): boolean {
    return this.whole === promptId;
  }

  close(): void {
    this.socket?.close();
  }

  private lost(): void {
    this.socket = undefined;
    this.whole = undefined;
  }

  hear({ promptId, progress, isEnd }: ComfyHint): void {
    if (promptId !== this.promptId) return;
    if (isEnd) this.hearing.wake();
    const now = this.hearing.clock();
    const kind = progress ? 'progress' : 'other';
    if (now - this.written[kind] < WRITE_EVERY_MS) return;
    this.written[kind] = now;
    this.hearing.note(promptId, progress).catch(this.hearing.failed);
  }
}
