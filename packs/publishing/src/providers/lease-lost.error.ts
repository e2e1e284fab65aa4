/** The process has lost its lease: another one has the post. */
export class LeaseLostError extends Error {
  constructor(postId: string) {
    super(`the lease of the post ${postId} is lost`);
  }
}
