import type pg from 'pg';
import type { Journal, JournalMedium } from './fake-instagram-process.ts';
import type { AskedPost } from './people.ts';

interface Row {
  id: string;
  state: string;
  mediaId: string | null;
  needsPermalink: boolean;
  posted: boolean;
  held: boolean;
}

const POSTS = `
  select p.id, p.state, p.provider_media_id as "mediaId", p.needs_permalink as "needsPermalink",
    coalesce(bool_and(f.posted_at is not null), false) as posted, coalesce(bool_or(f.held_by is not null), false) as held
  from posts p left join post_photos o on o.post_id = p.id left join photos f on f.id = o.photo_id group by p.id`;
const NUMBER = 'select send_number::int as n from publishing_state';
/** Of the posts that were not taken back. */
const MOST = 0.9;
const SETTLED = ['published', 'failed', 'cancelled'];

/** What the promises say, and the journal of Instagram does not. */
export async function violationsOf(sql: pg.Pool, journal: Journal, asked: readonly AskedPost[]): Promise<string[]> {
  const rows = new Map((await sql.query<Row>(POSTS)).rows.map((row) => [row.id, row]));
  const captions = new Set(asked.map(({ caption }) => caption));
  const strangers = journal.media.filter(({ caption }) => !captions.has(caption ?? ''));
  const sends = journal.requests.filter(({ method, path }) => method === 'POST' && path.endsWith('media_publish'));
  const [{ n } = { n: 0 }] = (await sql.query<{ n: number }>(NUMBER)).rows;
  const wanted = asked.filter(({ id }) => rows.get(id)?.state !== 'cancelled');
  const published = wanted.map(({ id }) => rows.get(id)).filter((row) => row?.state === 'published');
  const bound = published.filter((row) => row?.mediaId !== null);
  return [
    ...(published.length < MOST * wanted.length ? [`only ${published.length} of ${wanted.length} are published`] : []),
    ...(bound.length < MOST * published.length
      ? [`only ${bound.length} of ${published.length} know their medium`]
      : []),
    ...strangers.map(({ id }) => `the medium ${id} is of no post`),
    ...(sends.length > n ? [`${sends.length} requests were sent, of which ${n} are counted`] : []),
    ...asked.flatMap((post) => ofPost(post, rows.get(post.id), journal.media)),
  ];
}

function ofPost(post: AskedPost, row: Row | undefined, all: readonly JournalMedium[]): string[] {
  if (!row) return [`the post ${post.id} is gone`];
  const media = all.filter(({ caption }) => caption === post.caption);
  const [medium] = media;
  const isPublished = row.state === 'published';
  const found: [boolean, string][] = [
    [!SETTLED.includes(row.state), `is ${row.state}`],
    [media.length > 1, `has ${media.length} media`],
    [isPublished && media.length === 0, 'is published, and has no medium'],
    [!isPublished && media.length > 0, `is ${row.state}, and has a medium`],
    [isPublished && row.mediaId === null && !row.needsPermalink, 'has neither a medium nor a note that it lacks one'],
    [isPublished && row.mediaId !== null && row.mediaId !== medium?.id, `names the medium ${row.mediaId}`],
    [row.posted !== isPublished, `is ${row.state}, and its photos are ${row.posted ? '' : 'not '}posted`],
    [row.held, 'still holds a photo'],
    [medium !== undefined && medium.isAiGenerated !== post.isAiGenerated, 'has another flag'],
    [medium !== undefined && medium.altTexts.join() !== post.altTexts.join(), 'has other texts or pictures'],
  ];
  return found.flatMap(([is, what]) => (is ? [`the post ${post.id} ${what}`] : []));
}
