/** The process cannot start as it is configured; one line that says what to do. It exits 2. */
export class StartRefusedError extends Error {}
