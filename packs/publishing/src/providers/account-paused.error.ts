/** The account was paused after the post was taken. Nothing was sent. */
export class AccountPausedError extends Error {}
