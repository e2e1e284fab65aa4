import type { GapReasonResponse, PillarGapResponse } from '@trellis/api-client';

type Params = Record<string, unknown>;

/** A calendar date as a person reads it: it has no zone. */
export const dayWords = (date: unknown): string =>
  new Date(`${String(date)}T00:00:00Z`).toLocaleDateString('en', { dateStyle: 'medium', timeZone: 'UTC' });

export const some = (count: unknown, one: string, many = `${one}s`): string =>
  `${Number(count)} ${Number(count) === 1 ? one : many}`;

const be = (count: unknown): string => (Number(count) === 1 ? 'is' : 'are');

/** A sentence for each reason of a gap. */
const sentences: Record<GapReasonResponse['key'], (params: Params, nameOf: (pillarId: string) => string) => string> = {
  not_in_horizon: ({ from }) => (from ? `It starts on ${dayWords(from)}.` : 'It is not active in these weeks.'),
  no_demand: () => 'No posts are planned for it: its weight or its target is 0.',
  no_clusters: () => 'It has no cluster.',
  no_ready_photos: () => 'It has no photo that is ready.',
  short: ({ missing, needed }) => `${some(missing, 'photo')} of ${Number(needed)} ${be(missing)} missing.`,
  runs_out: ({ date }) => `Its photos last until ${dayWords(date)}.`,
  never_posted: () => 'It was never posted.',
  not_posted_lately: ({ days, expectedDays }) =>
    `Its last post was ${some(days, 'day')} ago, and one in ${some(expectedDays, 'day')} is wanted.`,
  nothing_dated: () => 'No post of it has a date.',
  waiting_renditions: ({ photos }) => `${some(photos, 'photo')} ${be(photos)} being prepared.`,
  needs_crop: ({ photos }) => `${some(photos, 'photo needs', 'photos need')} a crop.`,
  waiting_votes: ({ runs }) => `${some(runs, 'run has', 'runs have')} no winner yet.`,
  shared_stock: ({ photos, pillarIds }, nameOf) =>
    `${some(photos, 'photo counts', 'photos count')} for ${(pillarIds as string[]).map(nameOf).join(', ')} too.`,
  starts_on: ({ date }) => `It starts on ${dayWords(date)}.`,
  ends_on: ({ date }) => `It ends on ${dayWords(date)}.`,
  over_planned: ({ planned, needed }) =>
    `${some(planned, 'post is', 'posts are')} planned, and ${Number(needed)} needed.`,
  covered: () => 'It is covered.',
};

export const reasonSentence = (
  { key, params }: Pick<GapReasonResponse, 'key' | 'params'>,
  pillars: readonly Pick<PillarGapResponse, 'pillarId' | 'name'>[],
): string => sentences[key](params, (id) => pillars.find(({ pillarId }) => pillarId === id)?.name ?? 'another pillar');
