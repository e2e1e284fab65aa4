import { useState } from 'react';
import { Group, Stack, Text, UnstyledButton } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import type { PhotoResponse } from '@trellis/api-client';
import { api, ok } from '../../api/client.ts';
import { queryClient } from '../../api/query-client.ts';
import { toast, toastError } from '../../ui/toasts.tsx';
import { ChangeButton } from '../../ui/when-allowed.tsx';

const modes = [
  ['centre', 'Centre'],
  ['attention', 'Attention'],
  ['entropy', 'Entropy'],
  ['pad', 'Pad'],
] as const;
type Mode = (typeof modes)[number][0];

const isMode = (mode: string | undefined): mode is Mode => modes.some(([known]) => known === mode);

/** The ways to crop, each with what it would show. */
export function Crop({ photo }: { photo: PhotoResponse }) {
  const own = photo.readiness.crop?.mode;
  const [chosen, choose] = useState<Mode>();
  const mode = chosen ?? (isMode(own) ? own : 'centre');
  const params = { path: { id: photo.id } };
  const { data: previews } = useQuery({
    queryKey: ['photo', photo.id, 'crop-previews'],
    queryFn: () => ok(api.GET('/api/v1/photos/{id}/crop-previews', { params })),
    staleTime: Infinity,
  });
  const apply = useMutation({
    mutationFn: () => ok(api.PUT('/api/v1/photos/{id}/crop', { params, body: { mode } })),
    onSuccess: async () => {
      toast('The crop is applied', { undo: { do: 'uncrop', photoId: photo.id } });
      await queryClient.invalidateQueries();
    },
    onError: toastError,
  });
  return (
    <Stack gap="xs" role="group" aria-label="Crop">
      <Text fw={600}>Crop</Text>
      <Group gap="xs" wrap="nowrap" align="end">
        {modes.map(([value, label]) => {
          const preview = value === 'pad' ? photo.renditions.thumb?.url : previews?.[value]?.image;
          return (
            <UnstyledButton
              key={value}
              className="crop"
              aria-pressed={value === mode}
              aria-label={label}
              onClick={() => choose(value)}
            >
              {preview && <img src={preview} alt="" className={value} />}
              <span>{label}</span>
            </UnstyledButton>
          );
        })}
      </Group>
      <ChangeButton size="xs" onClick={() => apply.mutate()} loading={apply.isPending}>
        Apply crop
      </ChangeButton>
    </Stack>
  );
}
