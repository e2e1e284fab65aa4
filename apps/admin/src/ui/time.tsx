import { useMemo } from 'react';
import { useQuery } from '@tanstack/react-query';
import { reads } from '../api/reads.ts';

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
    <time dateTime={at} title={`${at.replace('T', ' ').slice(0, 16)} UTC`}>
      {shown}
    </time>
  );
}

/** The time zone of a persona; UTC until it is known. */
export function useZone(personaId: string | null | undefined): string {
  const { data } = useQuery({ ...reads.personas(), enabled: Boolean(personaId) });
  return data?.items.find(({ id }) => id === personaId)?.timeZone ?? 'UTC';
}
