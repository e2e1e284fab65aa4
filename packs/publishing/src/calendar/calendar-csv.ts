import type { PostView } from '../posts/post-view.ts';

const COLUMNS = [
  ...['id', 'personaId', 'accountId', 'state', 'scheduledAt', 'scheduledLocal', 'timeZone', 'publishedAt', 'pillarId'],
  ...['clusterId', 'photoIds', 'caption', 'hashtags', 'permalink'],
] as const;

/** A spreadsheet takes a text that begins so for a formula. */
const FORMULA = /^[=+\-@\t\r]/;

const field = (value: string): string => {
  const harmless = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
};

const textOf = (value: unknown): string =>
  value === null || value === undefined
    ? ''
    : value instanceof Date
      ? value.toISOString()
      : typeof value === 'string'
        ? value
        : JSON.stringify(value);

/** RFC 4180, with a line of names. */
export function calendarCsv(posts: readonly PostView[]): string {
  const lines = posts.map((post) => {
    const row: Record<string, unknown> = {
      ...post,
      photoIds: post.photos.flatMap(({ photoId }) => photoId ?? []).join(' '),
      hashtags: post.hashtags.map((tag) => `#${tag}`).join(' '),
    };
    return COLUMNS.map((name) => field(textOf(row[name]))).join(',');
  });
  return [COLUMNS.join(','), ...lines].map((line) => `${line}\r\n`).join('');
}
