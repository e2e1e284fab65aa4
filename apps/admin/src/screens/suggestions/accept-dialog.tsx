import { useState } from 'react';
import { NativeSelect, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { SuggestionResponse } from '@trellis/api-client';
import { api, ok } from '../../api/client.ts';
import { queryClient } from '../../api/query-client.ts';
import { reads } from '../../api/reads.ts';
import { AskDialog } from '../../ui/ask-dialog.tsx';
import { toast } from '../../ui/toasts.tsx';

const NEW = '';

/** The idea becomes a cluster, or goes into one, and a run where a pipeline is chosen. */
export function AcceptDialog({ suggestion, onClose }: { suggestion: SuggestionResponse; onClose: () => void }) {
  const { id, personaId, pillarId, title } = suggestion;
  const [name, setName] = useState(title);
  const [clusterId, chooseCluster] = useState(NEW);
  const [chosen, choosePipeline] = useState<string>();
  const { data: clusters } = useQuery(reads.clusters(personaId));
  const { data: pipelines } = useQuery(reads.pipelines());
  const navigate = useNavigate();
  const own = clusters?.items.filter((cluster) => cluster.pillars.some((pillar) => pillar.id === pillarId)) ?? [];
  const pipelineId = chosen ?? pipelines?.items[0]?.id ?? '';
  const accept = async () => {
    const into = clusterId === NEW ? { clusterName: name } : { clusterId };
    const body = { ...into, ...(pipelineId && { pipelineId }) };
    const made = await ok(api.POST('/api/v1/suggestions/{id}/acceptance', { params: { path: { id } }, body }));
    await queryClient.invalidateQueries();
    toast(made.runId ? `“${title}” is a cluster with a run` : `“${title}” is a cluster`);
    if (made.runId) await navigate({ to: '/runs/$id', params: { id: made.runId } });
    else if (made.clusterId) await navigate({ to: '/clusters/$id', params: { id: made.clusterId } });
  };
  return (
    <AskDialog
      title="Accept the idea"
      button="Accept"
      ready={clusterId !== NEW || name.trim() !== ''}
      onClose={onClose}
      onSend={accept}
    >
      <NativeSelect
        label="Cluster"
        value={clusterId}
        data={[{ value: NEW, label: 'A new cluster' }, ...own.map((one) => ({ value: one.id, label: one.name }))]}
        onChange={({ currentTarget }) => chooseCluster(currentTarget.value)}
      />
      {clusterId === NEW && (
        <TextInput
          label="Name"
          description="A name that is taken gets a number"
          value={name}
          onChange={({ currentTarget }) => setName(currentTarget.value)}
          data-autofocus
        />
      )}
      <NativeSelect
        label="Pipeline"
        description="A run with the prompt is started"
        value={pipelineId}
        data={[
          { value: '', label: 'No run yet' },
          ...(pipelines?.items ?? []).map((one) => ({ value: one.id, label: one.name })),
        ]}
        onChange={({ currentTarget }) => choosePipeline(currentTarget.value)}
      />
    </AskDialog>
  );
}
