import { Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { PersonaGapsResponse } from '@trellis/api-client';
import { reads } from '../../api/reads.ts';
import { LinkTo } from '../../ui/link-to.tsx';
import { GapActions } from './gap-actions.tsx';
import { dayWords, some } from './gap-words.ts';

const MOST_WITH_ACTIONS = 3;

/** The personas that miss photos; of the first ones also what to do. */
export function TodayGaps({ gaps }: { gaps: readonly PersonaGapsResponse[] }) {
  if (gaps.length === 0) return <Text c="dimmed">The newest personas have photos for the next four weeks.</Text>;
  return (
    <Stack>
      {gaps.map((persona, n) => (
        <Stack key={persona.personaId} gap="xs">
          <Text>
            <LinkTo to="/personas/$id" params={{ id: persona.personaId }}>
              <bdi>{persona.name}</bdi>
            </LinkTo>
            {persona.score !== null && <b> {persona.score} of 100.</b>} {some(persona.missing, 'photo')} of{' '}
            {persona.needed} {persona.missing === 1 ? 'is' : 'are'} missing
            {runsOut(persona.runsOutOn)}.
          </Text>
          {n < MOST_WITH_ACTIONS && <Actions personaId={persona.personaId} name={persona.name} />}
        </Stack>
      ))}
    </Stack>
  );
}

function Actions({ personaId, name }: { personaId: string; name: string }) {
  const { data } = useQuery(reads.gaps(personaId));
  return data ? <GapActions gaps={data} of={name} /> : null;
}

function runsOut(date: string | null): string {
  if (!date) return '';
  const isGone = date <= new Date().toISOString().slice(0, 10);
  return isGone ? ', and a pillar has nothing left' : `, and a pillar has none after ${dayWords(date)}`;
}
