/** Why the platform could not fetch a picture. `loopback`: it could be fetched, from this machine alone. */
export const publicProblems = [
  'url_not_public',
  'url_redirects',
  'url_wrong_type',
  'url_differs',
  'robots_forbid',
  'url_timeout',
  'loopback',
] as const;
export type PublicProblem = (typeof publicProblems)[number];
