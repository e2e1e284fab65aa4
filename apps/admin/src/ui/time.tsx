import { useMemo } from 'react';

/** A moment in the zone of the persona, and in UTC on hover. */
export function Time({ at, zone = 'UTC' }: { at: string; zone?: string }) {
  const shown = useMemo(
    () =>
      new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short', timeZone: zone }).format(
        new Date(at),
      ),
    [at, zone],
  );
  return (
    <time dateTime={at} title={`${at} (UTC)`}>
      {shown}
    </time>
  );
}
