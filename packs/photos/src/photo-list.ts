import { newestFirst, oldestFirst, type List, type SortColumn } from '@trellis/database';
import type { PhotoFilter, PhotoOrder, PhotoUse } from './photo-input.ts';
import type { PhotoView } from './photo-view.ts';
import { sorted, WITH_WORDS } from './search/photo-words.ts';
import { tagKey } from './tags/tag.ts';

type Filter = Omit<PhotoFilter, 'limit' | 'cursor' | 'total' | 'similarTo' | 'order'>;

const USES: Readonly<Record<PhotoUse, string>> = {
  held: 'p.held_by is not null',
  posted: 'p.posted_at is not null',
  free: 'p.held_by is null and p.posted_at is null',
};

/** What a filter asks of `photos p`, and with a tag of `photo_tags t`. */
export const conditionsOf = ({
  personaId,
  clusterId,
  posted,
  createdAfter,
  readiness,
  starred,
  use,
  tag,
  q,
  ids,
}: Filter): NonNullable<List<never>['where']> => [
  tag && ['t.tag_key = ?', tagKey(tag)],
  personaId && tag && ['t.persona_id = ?', personaId],
  personaId && ['p.persona_id = ?', personaId],
  clusterId && ['p.cluster_id = ?', clusterId],
  posted !== undefined && [posted ? 'p.posted_at is not null' : 'p.posted_at is null'],
  readiness && ['p.readiness = ?', readiness],
  starred !== undefined && [starred ? 'p.starred' : 'not p.starred'],
  use && [USES[use]],
  q && [WITH_WORDS, q],
  ids && ['p.id = any(?)', ids],
  createdAfter && ['p.created_at > ?', new Date(createdAfter)],
];

type Sort = SortColumn<Pick<PhotoView, 'createdAt' | 'id' | 'postedAt'>>[];

/** With a tag, the index of its photos has them in their order. Photos with rare words are found first, and sorted. */
export function sortOf(order: PhotoOrder = 'newest', tag: string | undefined, rare: boolean): Sort {
  const by = order === 'oldest' ? oldestFirst : newestFirst;
  const sort: Sort = tag ? by('t', { createdAt: 'photo_created_at', id: 'photo_id' }) : by('p');
  const whole = order === 'unposted-first' ? [UNPOSTED, ...sort] : sort;
  return rare ? sorted(whole) : whole;
}

const UNPOSTED: Sort[number] = {
  column: '(p.posted_at is null)',
  direction: 'desc',
  type: 'boolean',
  valueOf: ({ postedAt }) => String(postedAt === null),
};
