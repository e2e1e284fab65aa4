/** The process cannot start with this configuration. The message is one line with the cure. The exit code is 2. */
export class StartRefusedError extends Error {}
