import { useState } from 'react';
import { Card, NativeSelect, SimpleGrid, Text } from '@mantine/core';
import { useQueries, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { ClusterResponse, PhotoResponse } from '@trellis/api-client';
import { api, ok } from '../api/client.ts';
import { partsOf } from '../api/parts.ts';
import { reads } from '../api/reads.ts';
import { placeholderOf } from '../ui/grid/placeholder.ts';
import { FilterField } from '../ui/filter-field.tsx';
import { ButtonTo, LinkTo } from '../ui/link-to.tsx';
import { More } from '../ui/more.tsx';
import { NameDialog } from '../ui/name-dialog.tsx';
import { Empty, Page, Pending } from '../ui/page.tsx';
import { useList } from '../ui/use-list.ts';
import { ChangeButton } from '../ui/when-allowed.tsx';

export function Screen() {
  const { personaId, q } = useSearch({ from: '/clusters' });
  const navigate = useNavigate();
  const { data: personas, error } = useQuery(reads.personas());
  const chosen = personaId ?? personas?.items[0]?.id;
  const [creating, setCreating] = useState(false);
  if (!personas) return <Pending error={error} what="Personas" />;
  if (!chosen)
    return (
      <Page title="Clusters">
        <Empty button={<ButtonTo to="/personas">Plan a persona</ButtonTo>}>
          A cluster groups ideas of a persona. There is no persona yet.
        </Empty>
      </Page>
    );
  return (
    <Page
      title="Clusters"
      aside={
        <>
          <NativeSelect
            aria-label="Persona"
            data={personas.items.map(({ id, name }) => ({ value: id, label: name }))}
            value={chosen}
            onChange={(event) =>
              void navigate({ to: '/clusters', search: { personaId: event.currentTarget.value, q } })
            }
          />
          <FilterField
            value={q}
            onChange={(text) => void navigate({ to: '/clusters', search: { personaId, q: text }, replace: true })}
          />
          <ChangeButton onClick={() => setCreating(true)}>New cluster</ChangeButton>
        </>
      }
    >
      <Clusters personaId={chosen} q={q} />
      {creating && <NewCluster personaId={chosen} onClose={() => setCreating(false)} />}
    </Page>
  );
}

function Clusters({ personaId, q }: { personaId: string; q?: string }) {
  const { query, items } = useList(['clusters', personaId, q], (cursor) =>
    ok(
      api.GET('/api/v1/personas/{personaId}/clusters', {
        params: { path: { personaId }, query: { q, limit: 60, cursor } },
      }),
    ),
  );
  const covers = useCovers(items ?? []);
  if (!items) return <Pending error={query.error} what="Clusters" />;
  if (items.length === 0)
    return (
      <Empty>
        {q ? 'No cluster has this in its name.' : 'A cluster groups runs and photos of one idea. There is none yet.'}
      </Empty>
    );
  return (
    <>
      <SimpleGrid cols={{ base: 1, xs: 2, md: 3, lg: 4 }}>
        {items.map((cluster) => (
          <ClusterCard key={cluster.id} cluster={cluster} cover={covers.get(cluster.coverPhotoId ?? '')} />
        ))}
      </SimpleGrid>
      <More query={query} />
    </>
  );
}

const COVERS = 200;

/** The photos of the covers, by their ids. */
function useCovers(clusters: readonly ClusterResponse[]): ReadonlyMap<string, PhotoResponse> {
  const all = [...new Set(clusters.flatMap(({ coverPhotoId }) => coverPhotoId ?? []))];
  const parts = partsOf(all, COVERS).map((part) => part.join(','));
  return useQueries({
    queries: parts.map((ids) => ({
      queryKey: ['covers', ids],
      queryFn: () => ok(api.GET('/api/v1/photos', { params: { query: { ids, limit: COVERS } } })),
    })),
    combine: (answers) =>
      new Map(answers.flatMap(({ data }) => (data?.items ?? []) as PhotoResponse[]).map((photo) => [photo.id, photo])),
  });
}

function ClusterCard({ cluster, cover }: { cluster: ClusterResponse; cover: PhotoResponse | undefined }) {
  const { id, name, photosCount, runsCount, pillars } = cluster;
  const src = cover?.renditions.preview?.url ?? cover?.renditions.thumb?.url;
  return (
    <Card withBorder>
      <Card.Section className="cover" style={{ backgroundImage: placeholderOf(cover?.placeholder) }}>
        {src && <img src={src} alt="" loading="lazy" />}
      </Card.Section>
      <LinkTo to="/clusters/$id" params={{ id }}>
        <bdi>{name}</bdi>
      </LinkTo>
      <Text size="sm" c="dimmed">
        {photosCount} photos, {runsCount} runs
        {pillars[0] && (
          <>
            {' · '}
            <bdi>{pillars[0].name}</bdi>
          </>
        )}
      </Text>
    </Card>
  );
}

function NewCluster({ personaId, onClose }: { personaId: string; onClose: () => void }) {
  const { data: pillars } = useQuery(reads.pillars(personaId));
  const [pillarId, setPillarId] = useState('');
  const navigate = useNavigate();
  const queries = useQueryClient();
  const create = async (name: string) => {
    const params = { path: { personaId } };
    const body = { name, ...(pillarId && { pillarId }) };
    const { id } = await ok(api.POST('/api/v1/personas/{personaId}/clusters', { params, body }));
    await queries.invalidateQueries({ queryKey: ['clusters'] });
    await navigate({ to: '/clusters/$id', params: { id } });
  };
  return (
    <NameDialog title="New cluster" onClose={onClose} onCreate={create}>
      <NativeSelect
        label="Pillar"
        value={pillarId}
        onChange={(event) => setPillarId(event.currentTarget.value)}
        data={[
          { value: '', label: 'None' },
          ...(pillars?.items ?? []).map(({ id, name }) => ({ value: id, label: name })),
        ]}
      />
    </NameDialog>
  );
}
