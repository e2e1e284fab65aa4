import { Badge, Button, Group, NativeSelect, Popover, Stack } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import type { ClusterResponse } from '@trellis/api-client';
import { api, ok } from '../../api/client.ts';
import { queryClient } from '../../api/query-client.ts';
import { reads } from '../../api/reads.ts';
import { useWhyNot } from '../../session/session.tsx';
import { toastError } from '../../ui/toasts.tsx';

type PillarOf = ClusterResponse['pillars'][number];

const pathOf = (cluster: ClusterResponse, pillarId: string) => ({ path: { id: cluster.id, pillarId } });
const saved = { onSuccess: () => queryClient.invalidateQueries(), onError: toastError };

/** The pillars that the cluster counts for. The primary one is filled. */
export function Primary({ cluster }: { cluster: ClusterResponse }) {
  const { data } = useQuery(reads.pillars(cluster.personaId));
  const whyNot = useWhyNot();
  const assign = useMutation({
    mutationFn: ({ pillarId, isPrimary }: { pillarId: string; isPrimary: boolean }) =>
      ok(
        api.PUT('/api/v1/clusters/{id}/pillars/{pillarId}', { params: pathOf(cluster, pillarId), body: { isPrimary } }),
      ),
    ...saved,
  });
  const unassign = useMutation({
    mutationFn: (pillarId: string) =>
      ok(api.DELETE('/api/v1/clusters/{id}/pillars/{pillarId}', { params: pathOf(cluster, pillarId) })),
    ...saved,
  });
  const others = (data?.items ?? []).filter(({ id }) => !cluster.pillars.some((pillar) => pillar.id === id));
  return (
    <Group gap="xs" component="section" aria-label="Pillars">
      {cluster.pillars.map((pillar) => (
        <PillarBadge
          key={pillar.id}
          pillar={pillar}
          whyNot={whyNot}
          onPrimary={() => assign.mutate({ pillarId: pillar.id, isPrimary: true })}
          onRemove={() => unassign.mutate(pillar.id)}
        />
      ))}
      {others.length > 0 && (
        <NativeSelect
          aria-label="Add a pillar"
          size="xs"
          disabled={whyNot !== undefined}
          title={whyNot}
          value=""
          data={[{ value: '', label: 'Add a pillar' }, ...others.map(({ id, name }) => ({ value: id, label: name }))]}
          onChange={({ currentTarget }) =>
            assign.mutate({ pillarId: currentTarget.value, isPrimary: cluster.pillars.length === 0 })
          }
        />
      )}
    </Group>
  );
}

interface BadgeProps {
  pillar: PillarOf;
  whyNot: string | undefined;
  onPrimary: () => void;
  onRemove: () => void;
}

function PillarBadge({ pillar: { name, isPrimary }, whyNot, onPrimary, onRemove }: BadgeProps) {
  if (whyNot) return <Badge variant={isPrimary ? 'filled' : 'outline'}>{name}</Badge>;
  return (
    <Popover position="bottom-start" trapFocus>
      <Popover.Target>
        <Button size="compact-xs" radius="xl" variant={isPrimary ? 'filled' : 'default'}>
          {name}
          {isPrimary ? ' (primary)' : ''}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={`Pillar ${name}`}>
        <Stack gap="xs">
          {!isPrimary && (
            <Button size="xs" variant="default" onClick={onPrimary}>
              Make primary
            </Button>
          )}
          <Button size="xs" variant="default" onClick={onRemove}>
            Take off this cluster
          </Button>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
