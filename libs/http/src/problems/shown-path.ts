/** A key that was pasted into a path. */
const KEYS = /trellis_[0-9a-f]{32}_[^/]*/gi;

/** The secret address of a calendar. */
const FEEDS = /(\/calendar\/)[^/]+(\.ics)/gi;

/** The path of a URL as answers and logs show it: without the query, which may contain keys, and without a secret. */
export const shownPath = (url: string): string =>
  (url.split('?')[0] || '/').replace(KEYS, 'trellis_…').replace(FEEDS, '$1…$2');
