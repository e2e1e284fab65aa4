import { Table, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { reads } from '../../api/reads.ts';
import { LinkChip } from '../../ui/link-chip.tsx';
import { LinkTo } from '../../ui/link-to.tsx';
import { Empty, Pending } from '../../ui/page.tsx';

export function ClusterRuns({ clusterId }: { clusterId: string }) {
  const { data, error } = useQuery(reads.clusterRuns(clusterId));
  return (
    <section aria-label="Runs">
      <Title order={2} size="h4" mb="sm">
        Runs
      </Title>
      {!data ? (
        <Pending error={error} what="Runs" />
      ) : data.items.length === 0 ? (
        <Empty>A run makes candidates, of which one wins. There is none yet.</Empty>
      ) : (
        <Table.ScrollContainer minWidth={480}>
          <Table aria-label="Runs of this cluster">
            <Table.Tbody>
              {data.items.map(({ id, name, status, candidatesCount, link }) => (
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
        </Table.ScrollContainer>
      )}
    </section>
  );
}
