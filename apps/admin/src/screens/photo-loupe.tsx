import { useState } from 'react';
import { Alert, Anchor, Button, Group, Stack, Text, Textarea } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { PhotoResponse } from '@trellis/api-client';
import { api, ok } from '../api/client.ts';
import { ProblemError, messageOf } from '../api/problem-error.ts';
import { Loupe } from '../ui/loupe.tsx';
import { toast } from '../ui/toasts.tsx';
import { ChangeButton } from '../ui/when-allowed.tsx';
import { nameOf } from './photo-name.ts';

const SOON_MS = 1_000;
const modes = [
  ['centre', 'Centre'],
  ['attention', 'Attention'],
  ['entropy', 'Entropy'],
  ['pad', 'Pad'],
] as const;
type Mode = (typeof modes)[number][0];

const shownText = (value: unknown): string => (typeof value === 'string' ? value : '');

interface Props {
  id: string;
  onPrevious?: () => void;
  onNext?: () => void;
  onClose: () => void;
}

/** A photo as Instagram shows it: crop, alt text, the public picture. */
export function PhotoLoupe({ id, ...moves }: Props) {
  const { data: photo } = useQuery({
    queryKey: ['photo', id],
    queryFn: () => ok(api.GET('/api/v1/photos/{id}', { params: { path: { id } } })),
    refetchInterval: ({ state }) => (state.data?.readiness.state === 'preparing' ? SOON_MS : false),
  });
  const { renditions } = photo ?? {};
  const src = renditions?.instagram?.url ?? renditions?.large?.url ?? photo?.originalUrl ?? '';
  return (
    <Loupe title="Photo" src={src} alt={photo ? nameOf(photo) : 'Loading'} {...moves}>
      {photo && (
        <>
          <Readiness photo={photo} />
          <Crop photo={photo} />
          <AltText key={photo.updatedAt} photo={photo} />
        </>
      )}
    </Loupe>
  );
}

function Readiness({ photo: { readiness, url, width, height } }: { photo: PhotoResponse }) {
  return (
    <Stack gap={4}>
      <Text>
        {readiness.state.replace('_', ' ')}, {width} × {height}
        {readiness.lossPercent ? `, ${readiness.lossPercent} % cut off` : ''}
      </Text>
      {url && (
        <Anchor href={url} target="_blank" rel="noreferrer">
          Public picture
        </Anchor>
      )}
    </Stack>
  );
}

function Crop({ photo }: { photo: PhotoResponse }) {
  const queries = useQueryClient();
  const [mode, setMode] = useState<Mode>('centre');
  const params = { path: { id: photo.id } };
  const refresh = () =>
    Promise.all([
      queries.invalidateQueries({ queryKey: ['photo', photo.id] }),
      queries.invalidateQueries({ queryKey: ['photos'] }),
    ]);
  const failed = (error: unknown) => toast(messageOf(error), { color: 'red' });
  const apply = useMutation({
    mutationFn: () => ok(api.PUT('/api/v1/photos/{id}/crop', { params, body: { mode } })),
    onSuccess: async () => {
      await refresh();
      toast('The crop is applied', {
        undo: () => void ok(api.DELETE('/api/v1/photos/{id}/crop', { params })).then(refresh, failed),
      });
    },
    onError: failed,
  });
  return (
    <Stack gap="xs" role="group" aria-label="Crop">
      <Text fw={600}>Crop</Text>
      <Group gap="xs">
        {modes.map(([value, label]) => (
          <Button
            key={value}
            size="xs"
            variant={value === mode ? 'filled' : 'default'}
            aria-pressed={value === mode}
            onClick={() => setMode(value)}
          >
            {label}
          </Button>
        ))}
      </Group>
      <ChangeButton size="xs" onClick={() => apply.mutate()} loading={apply.isPending}>
        Apply crop
      </ChangeButton>
    </Stack>
  );
}

/** Saved with Ctrl+Enter or the button. A conflict shows both texts. */
function AltText({ photo }: { photo: PhotoResponse }) {
  const queries = useQueryClient();
  const [text, setText] = useState(photo.altText ?? '');
  const save = useMutation({
    mutationFn: (seen: string) =>
      ok(
        api.PATCH('/api/v1/photos/{id}', {
          params: { path: { id: photo.id }, header: { 'If-Match': seen } },
          body: { altText: text.trim() || null },
        }),
      ),
    onSuccess: async (saved) => {
      queries.setQueryData(['photo', photo.id], saved);
      await queries.invalidateQueries({ queryKey: ['photos'] });
      toast('The alt text is saved');
    },
  });
  const { error } = save;
  const stale = error instanceof ProblemError && error.problem.code === 'stale' ? error.problem : undefined;
  return (
    <Stack gap="xs">
      <Textarea
        label="Alt text"
        description="What a person who does not see the picture is read"
        value={text}
        maxLength={1000}
        autosize
        minRows={3}
        onChange={({ currentTarget }) => setText(currentTarget.value)}
        onKeyDown={({ key, ctrlKey }) => {
          if (key === 'Enter' && ctrlKey) save.mutate(photo.updatedAt);
        }}
        error={error && !stale ? messageOf(error) : undefined}
        errorProps={{ role: 'alert' }}
      />
      {stale && (
        <Alert role="alert" color="yellow" variant="light">
          changed by {stale.changedBy ?? 'another'} since you opened it: “
          <bdi>{shownText(stale.current?.['altText'])}</bdi>”. Yours is kept above.
          <Button size="xs" mt="xs" variant="default" onClick={() => save.mutate(stale.changedAt ?? '')}>
            Keep mine
          </Button>
        </Alert>
      )}
      <ChangeButton
        size="xs"
        variant="default"
        disabled={text === (photo.altText ?? '')}
        onClick={() => save.mutate(photo.updatedAt)}
      >
        Save alt text
      </ChangeButton>
    </Stack>
  );
}
