import { useState } from 'react';
import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import type { GapsResponse } from '@trellis/api-client';
import { api, ok } from '../../api/client.ts';
import { messageOf } from '../../api/problem-error.ts';
import { queryClient } from '../../api/query-client.ts';
import { reads } from '../../api/reads.ts';
import { Pending } from '../../ui/page.tsx';
import { toast } from '../../ui/toasts.tsx';
import { ChangeButton } from '../../ui/when-allowed.tsx';
import { CompareGaps } from './compare-gaps.tsx';
import { CreateCluster, GapActions } from './gap-actions.tsx';
import { GapTable } from './gap-table.tsx';
import { some } from './gap-words.ts';

/** The gaps of the next four weeks, what to do first, and those that were kept. */
export function PersonaGaps({ personaId }: { personaId: string }) {
  const { data: gaps, error } = useQuery(reads.gaps(personaId));
  const [comparing, compare] = useState(false);
  const keep = useMutation({
    mutationFn: () =>
      ok(api.POST('/api/v1/personas/{id}/gap-analyses', { params: { path: { id: personaId } }, body: {} })),
    onSuccess: () => toast('These gaps are kept'),
    onError: (refused) => toast(messageOf(refused)),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['gap-analyses', personaId] }),
  });
  if (!gaps) return <Pending error={error} what="What is missing" />;
  return (
    <Stack gap="sm" component="section" aria-label="What is missing">
      <Group justify="space-between">
        <Title order={2} size="h4">
          The next {gaps.horizonDays} days
        </Title>
        <Group gap="xs">
          <ChangeButton size="xs" variant="default" loading={keep.isPending} onClick={() => keep.mutate()}>
            Keep these gaps
          </ChangeButton>
          <Button size="xs" variant="default" onClick={() => compare(true)}>
            Compare
          </Button>
        </Group>
      </Group>
      <Summary gaps={gaps} />
      <GapActions gaps={gaps} />
      <GapTable gaps={gaps}>
        {(pillar) =>
          !gaps.actions.some((action) => action.do === 'create_cluster' && action.pillarId === pillar.pillarId) && (
            <CreateCluster personaId={personaId} pillar={pillar} />
          )
        }
      </GapTable>
      {comparing && <CompareGaps personaId={personaId} onClose={() => compare(false)} />}
    </Stack>
  );
}

function Summary({ gaps }: { gaps: GapsResponse }) {
  const { score, needed, ready, planned, missing, postsPerWeek, homeless, unplannedWeight } = gaps;
  return (
    <Text>
      {score !== null && <b>{score} of 100. </b>}
      {some(needed, 'post')} needed at {postsPerWeek} a week, {some(ready, 'photo')} ready, {planned} planned,{' '}
      {missing === 0 ? 'nothing missing.' : `${missing} missing.`}
      {gaps.overcommitted && ' That is more than the persona posts.'}
      {homeless > 0 && ` ${some(homeless, 'ready photo belongs', 'ready photos belong')} to no pillar.`}
      {unplannedWeight > 0 && ` ${unplannedWeight} % of the posts belong to no pillar.`}
    </Text>
  );
}
