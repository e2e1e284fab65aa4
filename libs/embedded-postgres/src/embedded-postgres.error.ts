/** Why the embedded PostgreSQL cannot run, with the cure, in one line. The process exits with 2. */
export class EmbeddedPostgresError extends Error {}
