import { NativeSelect, Table, Text } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { LinkResponse } from '@trellis/api-client';
import { api, ok } from '../api/client.ts';
import { messageOf } from '../api/problem-error.ts';
import { POLL_MS } from '../api/reads.ts';
import { LinkChip, reasonWords } from '../ui/link-chip.tsx';
import { LinkTo } from '../ui/link-to.tsx';
import { More } from '../ui/more.tsx';
import { Empty, Page, Pending } from '../ui/page.tsx';
import { toast } from '../ui/toasts.tsx';
import { ChangeButton } from '../ui/when-allowed.tsx';

const states = ['pending', 'skipped', 'failed', 'linked'] as const;
const isReason = (text: string): text is NonNullable<LinkResponse['reason']> => text in reasonWords;

/** Winners that are not photos yet, each with its cure in words. */
export function Screen() {
  const { state, reason } = useSearch({ from: '/links' });
  const navigate = useNavigate();
  const queries = useQueryClient();
  const query = { state, ...(reason && isReason(reason) && { reason }) };
  const links = useInfiniteQuery({
    queryKey: ['links', query],
    queryFn: ({ pageParam }) =>
      ok(api.GET('/api/v1/links', { params: { query: { ...query, limit: 50, cursor: pageParam } } })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    refetchInterval: POLL_MS,
  });
  const items = links.data?.pages.flatMap((page) => page.items);
  const retry = useMutation({
    mutationFn: (runIds: string[]) => ok(api.POST('/api/v1/links/retries', { body: { runIds } })),
    onSuccess: async ({ asked }) => {
      await queries.invalidateQueries({ queryKey: ['links'] });
      toast(`${asked} ${asked === 1 ? 'link is' : 'links are'} tried again`);
    },
    onError: (error) => toast(messageOf(error), { color: 'red' }),
  });
  const shown = items?.filter((one) => one.state !== 'linked').map(({ runId }) => runId) ?? [];
  const set = (next: { state?: (typeof states)[number]; reason?: string }) =>
    void navigate({ to: '/links', search: { state, reason, ...next }, replace: true });
  return (
    <Page
      title="Links"
      aside={
        <>
          <NativeSelect
            label="State"
            value={state ?? ''}
            data={[{ value: '', label: 'Every state' }, ...states]}
            onChange={({ currentTarget }) => set({ state: states.find((one) => one === currentTarget.value) })}
          />
          <NativeSelect
            label="Reason"
            value={reason ?? ''}
            data={[{ value: '', label: 'Every reason' }, ...Object.keys(reasonWords)]}
            onChange={({ currentTarget }) => set({ reason: currentTarget.value || undefined })}
          />
          {shown.length > 0 && (
            <ChangeButton variant="default" onClick={() => retry.mutate(shown.slice(0, 200))}>
              Retry all shown
            </ChangeButton>
          )}
        </>
      }
    >
      {!items ? (
        <Pending error={links.error} what="Links" />
      ) : items.length === 0 ? (
        <Empty>No link is like this. A link is made when a run is completed.</Empty>
      ) : (
        <Table.ScrollContainer minWidth={640}>
          <Table aria-label="Links">
            <Table.Tbody>
              {items.map(({ runId, runName, clusterName, state: now, reason: why, lastError }) => (
                <Table.Tr key={runId}>
                  <Table.Td>
                    <LinkTo to="/runs/$id" params={{ id: runId }}>
                      <bdi>{runName}</bdi>
                    </LinkTo>
                    <Text size="sm" c="dimmed">
                      <bdi>{clusterName}</bdi>
                    </Text>
                  </Table.Td>
                  <Table.Td>
                    <LinkChip state={now} reason={why} />
                    {why && <Text size="sm">{reasonWords[why]}</Text>}
                    {lastError && (
                      <Text size="sm" c="dimmed">
                        <bdi>{lastError}</bdi>
                      </Text>
                    )}
                  </Table.Td>
                  <Table.Td>
                    {now !== 'linked' && (
                      <ChangeButton size="xs" variant="default" onClick={() => retry.mutate([runId])}>
                        Retry
                      </ChangeButton>
                    )}
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
          <More query={links} />
        </Table.ScrollContainer>
      )}
    </Page>
  );
}
