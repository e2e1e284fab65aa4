/** The states of a post, in the order of its life. */
export const postStates = ['draft', 'scheduled', 'publishing', 'published', 'unknown', 'failed', 'cancelled'] as const;
export type PostState = (typeof postStates)[number];

/** A post in one of these holds its photos: what they show does not change. */
export const holdingStates = ['scheduled', 'publishing', 'unknown'] as const satisfies readonly PostState[];

/** A post in one of these takes its instant on its account. */
export const placedStates = ['scheduled', 'publishing', 'unknown', 'published'] as const satisfies readonly PostState[];

export const isPlaced = (state: PostState): boolean => placedStates.some((placed) => placed === state);

const successors: Readonly<Record<PostState, readonly PostState[]>> = {
  draft: ['scheduled', 'cancelled'],
  scheduled: ['draft', 'publishing', 'failed', 'cancelled'],
  publishing: ['scheduled', 'published', 'unknown', 'failed'],
  published: [],
  unknown: ['publishing', 'published', 'failed'],
  failed: ['scheduled', 'cancelled'],
  cancelled: [],
};

/** A person posted it elsewhere: no worker has it. */
const postedByHand: readonly PostState[] = ['scheduled', 'failed'];

/** Whether a post may go from one state to another. The table of posts enforces the same. */
export const mayBecome = (from: PostState, to: PostState, { byHand = false } = {}): boolean =>
  successors[from].includes(to) || (byHand && to === 'published' && postedByHand.includes(from));

/** What a person may do with a post in which states, and where that leads. */
export const personActs = {
  schedule: { from: ['draft', 'scheduled', 'failed'], to: 'scheduled' },
  unschedule: { from: ['scheduled'], to: 'draft' },
  cancel: { from: ['draft', 'scheduled', 'failed'], to: 'cancelled' },
  retry: { from: ['failed'], to: 'scheduled' },
  post: { from: ['scheduled', 'failed'], to: 'published' },
  resolve: { from: ['unknown'], to: 'published' },
} as const satisfies Record<string, { from: readonly PostState[]; to: PostState }>;

export type PersonAct = keyof typeof personActs;

export const mayDo = (state: PostState, act: PersonAct): boolean =>
  (personActs[act].from as readonly PostState[]).includes(state);

export const holdsPhotos = (state: PostState): boolean => (holdingStates as readonly PostState[]).includes(state);
