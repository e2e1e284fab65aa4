import { useState } from 'react';
import { Alert, NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { api, ok } from '../../api/client.ts';
import { reads } from '../../api/reads.ts';
import { LinkTo } from '../../ui/link-to.tsx';
import { NameDialog } from '../../ui/name-dialog.tsx';

/** A run of this cluster. Without a name it gets one from its pipeline. */
export function NewRun({ clusterId, onClose }: { clusterId: string; onClose: () => void }) {
  const { data: pipelines } = useQuery(reads.pipelines());
  const [chosen, setChosen] = useState<string>();
  const navigate = useNavigate();
  const pipelineId = chosen ?? pipelines?.items[0]?.id;
  const create = async (name: string) => {
    if (!pipelineId) return;
    const body = { pipelineId, ...(name.trim() && { name }) };
    const { id } = await ok(api.POST('/api/v1/clusters/{id}/runs', { params: { path: { id: clusterId } }, body }));
    await navigate({ to: '/runs/$id', params: { id } });
  };
  return (
    <NameDialog title="New run" onClose={onClose} onCreate={create} ready={pipelineId !== undefined}>
      <NativeSelect
        label="Pipeline"
        value={pipelineId ?? ''}
        onChange={(event) => setChosen(event.currentTarget.value)}
        data={(pipelines?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
      />
      {pipelines?.items.length === 0 && (
        <Alert color="yellow" variant="light">
          There is no pipeline yet. <LinkTo to="/pipelines">Create one first.</LinkTo>
        </Alert>
      )}
    </NameDialog>
  );
}
