/** Why a post has failed or waits. */
export interface PostError {
  code: string;
  detail: string;
  /** Of a preflight. */
  problems?: PostProblem[];
}

/** What keeps a post from being published. */
export interface PostProblem {
  code: string;
  detail: string;
  /** Of the photo, from 0. */
  position?: number;
}
