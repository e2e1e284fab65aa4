import { useState } from 'react';
import { NativeSelect } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { api, ok } from '../api/client.ts';
import { POLL_MS } from '../api/reads.ts';
import { LinkTo } from '../ui/link-to.tsx';
import { More } from '../ui/more.tsx';
import { Empty, Page, Pending } from '../ui/page.tsx';
import { useList } from '../ui/use-list.ts';
import { JobDialog } from './jobs/job-dialog.tsx';
import { JobTable } from './jobs/job-table.tsx';

const states = ['queued', 'waiting', 'working', 'done', 'failed', 'cancelled'] as const;
/** Progress is shown on the first page; who has gone on to others reads. */
const WORKING_MS = 2_000;

/** What was asked of servers, and what became of it. */
export function Screen() {
  const { runId, state } = useSearch({ from: '/jobs' });
  const navigate = useNavigate();
  const [opened, open] = useState<string>();
  const { query, items } = useList(
    ['jobs', { runId, state }],
    (cursor) => ok(api.GET('/api/v1/jobs', { params: { query: { runId, state, limit: 50, cursor } } })),
    // New jobs come at the top; those that are being made are among the newest.
    { every: (pages) => (pages > 1 ? POLL_MS : WORKING_MS) },
  );
  return (
    <Page
      title="Jobs"
      above={
        runId && (
          <LinkTo to="/runs/$id" params={{ id: runId }}>
            Run
          </LinkTo>
        )
      }
      aside={
        <>
          {runId && <LinkTo to="/jobs">All runs</LinkTo>}
          <NativeSelect
            label="State"
            value={state ?? ''}
            data={[{ value: '', label: 'Every state' }, ...states]}
            onChange={({ currentTarget }) =>
              void navigate({
                to: '/jobs',
                search: { runId, state: states.find((one) => one === currentTarget.value) },
                replace: true,
              })
            }
          />
        </>
      }
    >
      {!items ? (
        <Pending error={query.error} what="Jobs" />
      ) : items.length === 0 ? (
        <Empty>No job is like this. Jobs come when the generation of a run is started.</Empty>
      ) : (
        <>
          <JobTable jobs={items} onOpen={open} />
          <More query={query} />
        </>
      )}
      {opened && <JobDialog id={opened} onClose={() => open(undefined)} />}
    </Page>
  );
}
