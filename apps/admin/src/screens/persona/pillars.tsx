import { Table } from '@mantine/core';
import type { PillarResponse } from '@trellis/api-client';
import { PillarWeight } from './pillar-weight.tsx';

/** The pillars with their weights. */
export function Pillars({ pillars }: { pillars: readonly PillarResponse[] }) {
  return (
    <Table.ScrollContainer minWidth={320}>
      <Table aria-label="Pillars">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Pillar</Table.Th>
            <Table.Th>Weight</Table.Th>
            <Table.Th>Priority</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {pillars.map((pillar) => (
            <Table.Tr key={pillar.id}>
              <Table.Td>
                <bdi>{pillar.name}</bdi>
              </Table.Td>
              <Table.Td>
                <PillarWeight pillar={pillar} />
              </Table.Td>
              <Table.Td>{pillar.priority}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
