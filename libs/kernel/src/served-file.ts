import type { Readable } from 'node:stream';

/** Bytes from the first to the last, both included. */
export interface FileRange {
  start: number;
  end: number;
}

/** A file that a service gives to whatever sends it. It never changes under its name. */
export interface ServedFile {
  contentType: string;
  /** Bytes. */
  byteSize: number;
  /** SHA-256 in hexadecimal; null when it is not known, and no cache may keep the file then. */
  sha256: string | null;
  /** For people who save it. */
  name?: string;
  open(range?: FileRange): Readable | Promise<Readable>;
  /** Called when no bytes are needed. */
  close?(): Promise<void>;
}
