import { Group, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { RunLinkResponse, RunResponse } from '@trellis/api-client';
import { api, ok } from '../../api/client.ts';
import { queryClient } from '../../api/query-client.ts';
import { reasonWords } from '../../ui/link-chip.tsx';
import { LinkTo } from '../../ui/link-to.tsx';
import { toastError } from '../../ui/toasts.tsx';
import { ChangeButton } from '../../ui/when-allowed.tsx';

/** Whether the winner is a photo, and why not. */
export function RunLink({ link, run }: { link?: RunLinkResponse; run: RunResponse }) {
  const retry = useMutation({
    mutationFn: () => ok(api.POST('/api/v1/runs/{id}/link', { params: { path: { id: run.id } } })),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['run', run.id] }),
    onError: toastError,
  });
  if (!link) return null;
  const words = link.reason ? (reasonWords[link.reason] ?? link.reason) : undefined;
  return (
    <Stack gap={4}>
      <Group>
        <Text role="status" aria-label="Link">
          {link.state === 'none' ? 'not completed' : link.state}
          {link.reason && <> ({link.reason})</>}
        </Text>
        {link.photoId && (
          <LinkTo to="/photos" search={{ photo: link.photoId }}>
            Photo
          </LinkTo>
        )}
        {['failed', 'skipped'].includes(link.state) && (
          <ChangeButton size="xs" variant="default" onClick={() => retry.mutate()}>
            Retry link
          </ChangeButton>
        )}
      </Group>
      {words && <Text size="sm">{words}</Text>}
      {link.lastError && (
        <Text size="sm" c="dimmed">
          <bdi>{link.lastError}</bdi>
        </Text>
      )}
    </Stack>
  );
}
