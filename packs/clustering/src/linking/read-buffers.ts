/** Up to this size a file is read into memory at once. */
export const SMALL_BYTES = 4 * 1024 * 1024;

/** Kept for the next links, 32 MB in all. */
const MOST_KEPT = 8;

/**
 * Memory for files, used again. A new buffer for each link makes V8 collect the whole heap again and again, because it
 * counts the bytes that it does not manage itself.
 */
export class ReadBuffers {
  private readonly free: Buffer[] = [];

  /** At least `SMALL_BYTES`, with old contents. */
  take(): Buffer {
    return this.free.pop() ?? Buffer.allocUnsafeSlow(SMALL_BYTES);
  }

  /** Nothing may read the buffer any more. After a failure that is not certain, and the buffer is not given back. */
  giveBack(buffer: Buffer): void {
    if (this.free.length < MOST_KEPT) this.free.push(buffer);
  }
}
