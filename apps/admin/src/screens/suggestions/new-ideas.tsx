import { useState } from 'react';
import { Alert, Group, NativeSelect, NumberInput, Text } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import type { PillarResponse } from '@trellis/api-client';
import { api, ok } from '../../api/client.ts';
import { messageOf } from '../../api/problem-error.ts';
import { reads } from '../../api/reads.ts';
import { Section } from '../../ui/section.tsx';
import { ChangeButton } from '../../ui/when-allowed.tsx';
import { some } from '../gaps/gap-words.ts';

interface Props {
  personaId: string;
  pillars: readonly PillarResponse[];
  /** Chosen at first. */
  pillarId: string | undefined;
  onAsked: (batchId: string) => void;
}

/** Asks for ideas of a pillar, or of one of its clusters. */
export function NewIdeas({ personaId, pillars, pillarId, onAsked }: Props) {
  const [chosen, choose] = useState(pillarId);
  const [clusterId, chooseCluster] = useState('');
  const [count, setCount] = useState<number | string>(5);
  const pillar = pillars.find(({ id }) => id === chosen) ?? pillars[0];
  const { data: clusters } = useQuery(reads.clusters(personaId));
  const own = clusters?.items.filter((cluster) => cluster.pillars.some(({ id }) => id === pillar?.id)) ?? [];
  const ask = useMutation({
    mutationFn: () =>
      ok(
        api.POST('/api/v1/pillars/{id}/suggestions', {
          params: { path: { id: pillar?.id ?? '' } },
          body: { count: Number(count), ...(clusterId && { clusterId }) },
        }),
      ),
    onSuccess: ({ batchId }) => onAsked(batchId),
  });
  return (
    <Section title="New ideas">
      <Group align="end">
        <NativeSelect
          label="Pillar"
          value={pillar?.id ?? ''}
          data={pillars.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={({ currentTarget }) => {
            choose(currentTarget.value);
            chooseCluster('');
          }}
        />
        <NativeSelect
          label="Cluster"
          value={clusterId}
          data={[{ value: '', label: 'Any, or a new one' }, ...own.map(({ id, name }) => ({ value: id, label: name }))]}
          onChange={({ currentTarget }) => chooseCluster(currentTarget.value)}
        />
        <NumberInput label="Ideas" role="spinbutton" w={90} min={1} max={10} value={count} onChange={setCount} />
        <ChangeButton
          loading={ask.isPending}
          disabled={!pillar || Number(count) < 1 || Number(count) > 10}
          onClick={() => ask.mutate()}
        >
          Suggest ideas
        </ChangeButton>
      </Group>
      <WhoWrites />
      {pillars.length === 0 && <Text>The persona has no pillar yet. Ideas are made for a pillar.</Text>}
      {ask.error && (
        <Alert role="alert" color="red" variant="light">
          {messageOf(ask.error)}
        </Alert>
      )}
    </Section>
  );
}

function WhoWrites() {
  const { data: ai } = useQuery(reads.aiStatus());
  if (!ai) return null;
  return (
    <Text size="sm" c="dimmed">
      {ai.provider === 'none'
        ? 'No model is configured: the ideas are templates, made without AI.'
        : `Written by ${ai.model}. ${some(ai.callsLeft, 'call')} left today.`}
    </Text>
  );
}
