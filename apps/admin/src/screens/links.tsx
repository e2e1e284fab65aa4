import { useState } from 'react';
import { Button, NativeSelect } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { api, ok } from '../api/client.ts';
import { POLL_MS } from '../api/reads.ts';
import { useKeys } from '../keys/use-keys.ts';
import { useWhyNot } from '../session/session.tsx';
import { usePicks } from '../ui/grid/use-picks.ts';
import { SelectionBar } from '../ui/grid/selection-bar.tsx';
import { isReason, reasonWords } from '../ui/link-chip.tsx';
import { More } from '../ui/more.tsx';
import { Empty, Page, Pending } from '../ui/page.tsx';
import { useList } from '../ui/use-list.ts';
import { useRetry } from '../ui/use-retry.ts';
import { ChangeButton } from '../ui/when-allowed.tsx';
import { LinkTable, reasonOf } from './link-table.tsx';

const states = ['pending', 'skipped', 'failed', 'linked'] as const;
const MOST = 200;

/** Winners that are not photos yet, each with its cure in words. */
export function Screen() {
  const { state, reason } = useSearch({ from: '/links' });
  const navigate = useNavigate();
  const filter = { state, ...(reason && isReason(reason) && { reason }) };
  const { query, items: read } = useList(
    ['links', filter],
    (cursor) => ok(api.GET('/api/v1/links', { params: { query: { ...filter, limit: 50, cursor } } })),
    { every: POLL_MS },
  );
  // As they are shown: by reason.
  const items = [...Map.groupBy(read ?? [], reasonOf).values()].flat();
  const retry = useRetry();
  const [c, setCurrent] = useState<string>();
  const at = Math.max(
    items.findIndex(({ runId }) => runId === c),
    0,
  );
  const current = items[at];
  const ids = items.map(({ runId }) => ({ id: runId }));
  const picks = usePicks(ids, () => Promise.resolve(ids.map(({ id }) => id)));
  const whyNot = useWhyNot();
  const move = (by: number) => setCurrent(items[Math.min(Math.max(at + by, 0), items.length - 1)]?.runId);
  const retryMeant = () => {
    const meant = picks.ids.size > 0 ? [...picks.ids] : current && current.state !== 'linked' ? [current.runId] : [];
    if (meant.length > 0) retry.mutate({ runIds: meant.slice(0, MOST) });
    picks.clear();
  };
  useKeys('links', {
    up: () => move(-1),
    down: () => move(1),
    select: () => current && picks.toggle(current.runId),
    open: () => current && void navigate({ to: '/runs/$id', params: { id: current.runId } }),
    ...(!whyNot && { retry: retryMeant }),
  });
  const shown = items.filter((one) => one.state !== 'linked').map(({ runId }) => runId);
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
            <ChangeButton variant="default" onClick={() => retry.mutate({ runIds: shown.slice(0, MOST) })}>
              Retry all shown
            </ChangeButton>
          )}
          {(state === 'skipped' || state === 'failed') && (
            <ChangeButton
              variant="default"
              onClick={() => retry.mutate({ state, ...(reason && isReason(reason) && { reason }) })}
            >
              Retry all
            </ChangeButton>
          )}
        </>
      }
    >
      <SelectionBar picks={picks}>
        <Button size="xs" variant="default" disabled={whyNot !== undefined} title={whyNot} onClick={retryMeant}>
          Retry selected
        </Button>
      </SelectionBar>
      {!read ? (
        <Pending error={query.error} what="Links" />
      ) : items.length === 0 ? (
        <Empty>No link is like this. A link is made when a run is completed.</Empty>
      ) : (
        <>
          <LinkTable
            links={items}
            current={current?.runId}
            picks={picks}
            onCurrent={setCurrent}
            onRetry={(runId) => retry.mutate({ runIds: [runId] })}
          />
          <More query={query} />
        </>
      )}
    </Page>
  );
}
