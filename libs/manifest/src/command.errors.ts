/** Wrong usage of a command: the message names the argument and the cure. The exit code is 2. */
export class UsageError extends Error {}

/** A command that Ctrl-C ended before its work was done. The message names how to continue. The exit code is 1. */
export class InterruptedError extends Error {}
