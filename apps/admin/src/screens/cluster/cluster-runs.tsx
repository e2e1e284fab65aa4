import { Table, Title } from '@mantine/core';
import { api, ok } from '../../api/client.ts';
import { OFTEN_MS } from '../../api/reads.ts';
import { LinkChip } from '../../ui/link-chip.tsx';
import { LinkTo } from '../../ui/link-to.tsx';
import { More } from '../../ui/more.tsx';
import { Empty, Pending } from '../../ui/page.tsx';
import { useList } from '../../ui/use-list.ts';

export function ClusterRuns({ clusterId }: { clusterId: string }) {
  const { query, items } = useList(
    ['cluster', clusterId, 'runs'],
    (cursor) =>
      ok(api.GET('/api/v1/clusters/{id}/runs', { params: { path: { id: clusterId }, query: { limit: 60, cursor } } })),
    { every: OFTEN_MS },
  );
  return (
    <section aria-label="Runs">
      <Title order={2} size="h4" mb="sm">
        Runs
      </Title>
      {!items ? (
        <Pending error={query.error} what="Runs" />
      ) : items.length === 0 ? (
        <Empty>A run makes candidates, of which one wins. There is none yet.</Empty>
      ) : (
        <Table.ScrollContainer minWidth={480}>
          <Table aria-label="Runs of this cluster">
            <Table.Tbody>
              {items.map(({ id, name, status, candidatesCount, link }) => (
                <Table.Tr key={id}>
                  <Table.Td>
                    <LinkTo to="/runs/$id" params={{ id }}>
                      <bdi>{name}</bdi>
                    </LinkTo>
                  </Table.Td>
                  <Table.Td>{status}</Table.Td>
                  <Table.Td>{candidatesCount} candidates</Table.Td>
                  <Table.Td>
                    <LinkChip state={link.state} reason={link.reason} />
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
          <More query={query} />
        </Table.ScrollContainer>
      )}
    </section>
  );
}
