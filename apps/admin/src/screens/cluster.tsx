import { useState } from 'react';
import { Alert, Badge, Group, NativeSelect, Stack, Table, Text, Title } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import type { ClusterPhotoResponse } from '@trellis/api-client';
import { api, ok } from '../api/client.ts';
import { reads } from '../api/reads.ts';
import { LinkChip } from '../ui/link-chip.tsx';
import { LinkTo } from '../ui/link-to.tsx';
import { NameDialog } from '../ui/name-dialog.tsx';
import { Empty, Page, Pending } from '../ui/page.tsx';
import { UploadButton, UploadList, useUploads } from '../ui/uploads.tsx';
import { ChangeButton } from '../ui/when-allowed.tsx';

/** A cluster with its photos and its runs. */
export function Screen() {
  const { id } = useParams({ from: '/clusters/$id' });
  const { data: cluster, error } = useQuery(reads.cluster(id));
  const [creating, setCreating] = useState(false);
  const queries = useQueryClient();
  const uploads = useUploads(`/api/v1/clusters/${id}/photos`, 'files', () =>
    queries.invalidateQueries({ queryKey: ['cluster', id] }),
  );
  if (!cluster) return <Pending error={error} what="The cluster" />;
  return (
    <Page
      title={cluster.name}
      above={
        <LinkTo to="/clusters" search={{ personaId: cluster.personaId }}>
          Clusters
        </LinkTo>
      }
      aside={
        <>
          {cluster.pillars.map(({ id: pillarId, name, isPrimary }) => (
            <Badge key={pillarId} variant={isPrimary ? 'filled' : 'outline'} tt="none" color="teal.9">
              {name}
            </Badge>
          ))}
          <UploadButton label="Upload photos" uploads={uploads} />
          <ChangeButton onClick={() => setCreating(true)}>New run</ChangeButton>
        </>
      }
    >
      <UploadList uploads={uploads} />
      <Photos clusterId={id} />
      <Runs clusterId={id} />
      {creating && <NewRun clusterId={id} onClose={() => setCreating(false)} />}
    </Page>
  );
}

function Photos({ clusterId }: { clusterId: string }) {
  const { data, error } = useQuery(reads.clusterPhotos(clusterId));
  return (
    <section aria-label="Photos">
      <Title order={2} size="h4" mb="sm">
        Photos
      </Title>
      {!data ? (
        <Pending error={error} what="Photos" />
      ) : data.items.length === 0 ? (
        <Empty>The winner of each completed run becomes a photo here. Photos can also be uploaded.</Empty>
      ) : (
        <ul className="grid">
          {data.items.map((photo) => (
            <li key={photo.id}>
              <PhotoTile photo={photo} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function PhotoTile({ photo: { altText, path, renditions, readiness, url } }: { photo: ClusterPhotoResponse }) {
  const name = altText ?? path.split('/').at(-1) ?? 'photo';
  const small = renditions.thumb?.url ?? renditions.preview?.url;
  return (
    <Stack gap={4}>
      <div className="tile">{small && <img src={small} alt={name} loading="lazy" />}</div>
      <Group justify="space-between" gap="xs">
        <Text size="xs">{readiness.state.replace('_', ' ')}</Text>
        {url && (
          <Text size="xs" component="a" href={url} target="_blank" rel="noreferrer" td="underline">
            Public picture
          </Text>
        )}
      </Group>
    </Stack>
  );
}

function Runs({ clusterId }: { clusterId: string }) {
  const { data, error } = useQuery(reads.clusterRuns(clusterId));
  return (
    <section aria-label="Runs">
      <Title order={2} size="h4" mb="sm">
        Runs
      </Title>
      {!data ? (
        <Pending error={error} what="Runs" />
      ) : data.items.length === 0 ? (
        <Empty>A run makes candidates, of which one wins. There is none yet.</Empty>
      ) : (
        <Table aria-label="Runs of this cluster">
          <Table.Tbody>
            {data.items.map(({ id, name, status, candidatesCount, link }) => (
              <Table.Tr key={id}>
                <Table.Td>
                  <LinkTo to="/runs/$id" params={{ id }}>
                    <bdi>{name}</bdi>
                  </LinkTo>
                </Table.Td>
                <Table.Td>{status}</Table.Td>
                <Table.Td>{candidatesCount} candidates</Table.Td>
                <Table.Td>
                  <LinkChip state={link.state} reason={link.reason} />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </section>
  );
}

function NewRun({ clusterId, onClose }: { clusterId: string; onClose: () => void }) {
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
