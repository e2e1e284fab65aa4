export const linkStates = ['none', 'pending', 'linked', 'skipped', 'failed'] as const;
export type LinkState = (typeof linkStates)[number];
/** `none` is not stored: it is the state of a run that is not completed. */
export type StoredLinkState = Exclude<LinkState, 'none'>;

export const skipReasons = ['no_cluster', 'no_winner', 'photo_deleted'] as const;
export const failureReasons = [
  'image_missing',
  'image_changed',
  'image_outside_roots',
  'not_an_image',
  'image_too_large',
  'photo_posted',
  'photo_held',
  'storage_unavailable',
] as const;
export const linkReasons = [...skipReasons, ...failureReasons] as const;
export type LinkReason = (typeof linkReasons)[number];
export type FailureReason = (typeof failureReasons)[number];

/** Seconds after which the sweeper retries a link whose event failed at its last attempt. */
export const SWEEPER_S = 300;

export interface LinkCount {
  state: StoredLinkState;
  reason: LinkReason | null;
  count: number;
}

/** The names of what a link is about. */
export interface LinkNames {
  runName: string;
  clusterName: string | null;
  personaName: string | null;
}
export type NamedLinkView = LinkView & LinkNames;

/** The link of one run, with the photos that look like its photo. */
export interface RunLinkView extends LinkView {
  similar: string[];
}

/** The state of a run's link, and the reason when it is not linked. */
export interface LinkView {
  runId: string;
  state: LinkState;
  reason: LinkReason | null;
  clusterId: string | null;
  candidateId: string | null;
  photoId: string | null;
  attempts: number;
  lastError: string | null;
  nextAttemptAt: Date | null;
}
