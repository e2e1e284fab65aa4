import { useState } from 'react';
import { Table } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import type { PillarResponse } from '@trellis/api-client';
import { api, ok } from '../../api/client.ts';
import { NameDialog } from '../../ui/name-dialog.tsx';
import { ChangeButton } from '../../ui/when-allowed.tsx';
import { PillarWeight } from './pillar-weight.tsx';

/** The pillars with their weights, and a cluster for each. */
export function Pillars({ personaId, pillars }: { personaId: string; pillars: readonly PillarResponse[] }) {
  const [forPillar, setForPillar] = useState<PillarResponse>();
  const navigate = useNavigate();
  const create = async (name: string) => {
    const body = { name, pillarId: forPillar?.id };
    const params = { path: { personaId } };
    const { id } = await ok(api.POST('/api/v1/personas/{personaId}/clusters', { params, body }));
    await navigate({ to: '/clusters/$id', params: { id } });
  };
  return (
    <Table.ScrollContainer minWidth={520}>
      <Table aria-label="Pillars">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Pillar</Table.Th>
            <Table.Th>Weight</Table.Th>
            <Table.Th>Priority</Table.Th>
            <Table.Th aria-label="Actions" />
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
              <Table.Td>
                <ChangeButton size="xs" variant="default" onClick={() => setForPillar(pillar)}>
                  Create cluster for {pillar.name}
                </ChangeButton>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {forPillar && <NameDialog title="New cluster" onClose={() => setForPillar(undefined)} onCreate={create} />}
    </Table.ScrollContainer>
  );
}
