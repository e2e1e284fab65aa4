/** How often each action is taken, relative to the others. */
export const WEIGHTS = {
  newRun: 30,
  changeWinner: 10,
  unsetWinner: 2,
  moveRun: 9,
  leaveCluster: 1,
  complete: 6,
  upload: 5,
  deletePhoto: 3,
  post: 2,
  unpost: 2,
  crop: 2,
  uncrop: 1,
  retryLink: 3,
  failAndRetry: 1,
  deleteRun: 0.3,
  deleteCluster: 0.2,
};

/** Instagram accepts the first; the second needs a crop. */
export const PIXELS = [
  { width: 360, height: 400 },
  { width: 360, height: 500 },
];
export const POSTING = { postedAt: '2026-11-23T10:00:00Z', provider: 'instagram', providerPostId: '1' };
