/** Why the embedded PostgreSQL cannot run, with the cure, in one line. The process exits with 2. */
export class EmbeddedPostgresError extends Error {}

/** A new database has 40 MB, and grows with its first use. */
export const diskFull = (folder: string): string =>
  `The disk of ${folder} is full. The embedded PostgreSQL needs 100 MB to start. Free space on it, or set TRELLIS_DATA_DIR.`;
