import { useState } from 'react';
import { Tabs } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { reads } from '../../api/reads.ts';
import { ButtonTo, LinkTo } from '../../ui/link-to.tsx';
import { Page, Pending } from '../../ui/page.tsx';
import { FolderButton, UploadButton, UploadList, useUploads } from '../../ui/uploads.tsx';
import { ChangeButton } from '../../ui/when-allowed.tsx';
import { ClusterPhotos } from './cluster-photos.tsx';
import { ClusterRuns } from './cluster-runs.tsx';
import { NewRun } from './new-run.tsx';
import { Primary } from './primary.tsx';

/** A cluster with its photos and its runs; one of both on a tab of its own. */
export function Screen() {
  const { id } = useParams({ from: '/clusters/$id' });
  const { tab, photo } = useSearch({ from: '/clusters/$id' });
  const navigate = useNavigate();
  const { data: cluster, error } = useQuery(reads.cluster(id));
  const [creating, setCreating] = useState(false);
  const queries = useQueryClient();
  const uploads = useUploads(`/api/v1/clusters/${id}/photos`, 'files', () =>
    queries.invalidateQueries({ queryKey: ['cluster', id] }),
  );
  const set = (next: { tab?: 'photos' | 'runs'; photo?: string }, replace: boolean) =>
    void navigate({
      to: '/clusters/$id',
      params: { id },
      search: { tab, photo, ...next },
      replace,
      resetScroll: false,
    });
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
          <UploadButton label="Upload photos" uploads={uploads} />
          <FolderButton label="Upload a folder" uploads={uploads} />
          <ButtonTo to="/photos" search={{ clusterId: id }} variant="default">
            Select photos
          </ButtonTo>
          <ChangeButton onClick={() => setCreating(true)}>New run</ChangeButton>
        </>
      }
    >
      <Primary cluster={cluster} />
      <UploadList uploads={uploads} />
      <Tabs
        value={tab ?? 'all'}
        onChange={(value) => set({ tab: value === 'photos' || value === 'runs' ? value : undefined }, true)}
        variant="outline"
      >
        <Tabs.List>
          <Tabs.Tab value="all">Photos and runs</Tabs.Tab>
          <Tabs.Tab value="photos">Photos ({cluster.photosCount})</Tabs.Tab>
          <Tabs.Tab value="runs">Runs ({cluster.runsCount})</Tabs.Tab>
        </Tabs.List>
      </Tabs>
      {tab !== 'runs' && (
        <ClusterPhotos clusterId={id} open={photo} onOpen={(one, replace) => set({ photo: one }, replace)} />
      )}
      {tab !== 'photos' && <ClusterRuns clusterId={id} />}
      {creating && <NewRun clusterId={id} onClose={() => setCreating(false)} />}
    </Page>
  );
}
