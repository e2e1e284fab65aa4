import { NativeSelect, Table } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { OverviewRunResponse } from '@trellis/api-client';
import { api, ok } from '../api/client.ts';
import { POLL_MS } from '../api/reads.ts';
import { FilterField } from '../ui/filter-field.tsx';
import { LinkChip } from '../ui/link-chip.tsx';
import { LinkTo } from '../ui/link-to.tsx';
import { More } from '../ui/more.tsx';
import { Empty, Page, Pending } from '../ui/page.tsx';
import { Time, useZone } from '../ui/time.tsx';
import { useList } from '../ui/use-list.ts';

const statuses = ['pending', 'running', 'completed', 'failed'] as const;

export function Screen() {
  const search = useSearch({ from: '/runs' });
  const navigate = useNavigate();
  const { query, items } = useList(
    ['runs', search],
    (cursor) => ok(api.GET('/api/v1/overview/runs', { params: { query: { ...search, limit: 50, cursor } } })),
    { every: POLL_MS },
  );
  const set = (next: Partial<typeof search>) =>
    void navigate({ to: '/runs', search: { ...search, ...next }, replace: true });
  return (
    <Page
      title="Runs"
      aside={
        <>
          <NativeSelect
            aria-label="Status"
            value={search.status ?? ''}
            data={[{ value: '', label: 'Every status' }, ...statuses]}
            onChange={(event) => set({ status: statuses.find((one) => one === event.currentTarget.value) })}
          />
          <FilterField value={search.q} onChange={(q) => set({ q })} />
        </>
      }
    >
      {!items ? (
        <Pending error={query.error} what="Runs" />
      ) : items.length === 0 ? (
        <Empty>No run is like this. A run is started in a cluster.</Empty>
      ) : (
        <Table.ScrollContainer minWidth={960}>
          <Table aria-label="Runs" highlightOnHover>
            <Table.Thead>
              <Table.Tr>
                {['Winner', 'Run', 'Status', 'Open pairs', 'Link', 'Persona', 'Cluster', 'Pipeline', 'Created'].map(
                  (head) => (
                    <Table.Th key={head}>{head}</Table.Th>
                  ),
                )}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {items.map((run) => (
                <RunRow key={run.id} run={run} />
              ))}
            </Table.Tbody>
          </Table>
          <More query={query} />
        </Table.ScrollContainer>
      )}
    </Page>
  );
}

function RunRow({ run }: { run: OverviewRunResponse }) {
  const { id, name, status, winnerId, openPairs, linkState, linkReason, createdAt, personaId } = run;
  const zone = useZone(personaId);
  return (
    <Table.Tr>
      <Table.Td w={56}>
        {winnerId && (
          <img src={`/api/v1/candidates/${winnerId}/renditions/320`} alt="" className="mini" loading="lazy" />
        )}
      </Table.Td>
      <Table.Td>
        <LinkTo to="/runs/$id" params={{ id }}>
          <bdi>{name}</bdi>
        </LinkTo>
      </Table.Td>
      <Table.Td>{status}</Table.Td>
      <Table.Td>{openPairs}</Table.Td>
      <Table.Td>
        <LinkChip state={linkState} reason={linkReason} />
      </Table.Td>
      <Table.Td>
        <bdi>{run.personaName}</bdi>
      </Table.Td>
      <Table.Td>
        <bdi>{run.clusterName}</bdi>
      </Table.Td>
      <Table.Td>
        <bdi>{run.pipelineName}</bdi>
      </Table.Td>
      <Table.Td>
        <Time at={createdAt} zone={zone} />
      </Table.Td>
    </Table.Tr>
  );
}
