export interface SourceFile {
  /** Its path in the source, with `/`. */
  name: string;
  byteSize: number;
}

/** Why one file cannot be taken. */
export class FileRefused extends Error {}

/** A folder or a ZIP file with pictures. Hidden files are not part of it. */
export interface PictureSource {
  /** Absolute. */
  readonly path: string;
  /** In the order of their names. */
  files(): Promise<readonly SourceFile[]>;
  /** @throws FileRefused */
  read(name: string): Promise<Buffer>;
  close(): void;
}

/** Files that file managers leave, and everything in hidden folders. */
const isHidden = (name: string): boolean =>
  name
    .split('/')
    .some((part) => part.startsWith('.') || part === '__MACOSX' || ['Thumbs.db', 'desktop.ini'].includes(part));

export const inOrder = (files: readonly SourceFile[]): SourceFile[] =>
  files.filter(({ name }) => !isHidden(name)).sort((a, b) => (a.name < b.name ? -1 : 1));
