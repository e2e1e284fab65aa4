/** Why the embedded PostgreSQL cannot serve, in one line a person can act on. The process exits 2. */
export class EmbeddedPostgresError extends Error {}
