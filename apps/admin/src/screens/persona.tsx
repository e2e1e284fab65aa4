import { useState } from 'react';
import { Group, NumberInput, Stack, Table, Text, Title } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import type { PillarResponse } from '@trellis/api-client';
import { api, ok } from '../api/client.ts';
import { reads } from '../api/reads.ts';
import { ButtonTo } from '../ui/link-to.tsx';
import { NameDialog } from '../ui/name-dialog.tsx';
import { Empty, Page, Pending } from '../ui/page.tsx';
import { ChangeButton } from '../ui/when-allowed.tsx';
import { PillarWeight } from './pillar-weight.tsx';

/** A persona: its pillars as one bar of weights, and the way to a cluster for each. */
export function Screen() {
  const { id } = useParams({ from: '/personas/$id' });
  const { data: persona, error } = useQuery(reads.persona(id));
  const { data: pillars } = useQuery(reads.pillars(id));
  const [creating, setCreating] = useState(false);
  if (!persona || !pillars) return <Pending error={error} what="The persona" />;
  return (
    <Page
      title={persona.name}
      aside={
        <>
          <ButtonTo to="/clusters" search={{ personaId: id }} variant="default">
            Clusters
          </ButtonTo>
          <ChangeButton onClick={() => setCreating(true)}>New pillar</ChangeButton>
        </>
      }
    >
      <Weights pillars={pillars.items} />
      {pillars.items.length === 0 ? (
        <Empty>A pillar is a theme of this account, with its share of the posts. There is none yet.</Empty>
      ) : (
        <Pillars personaId={id} pillars={pillars.items} />
      )}
      {creating && <NewPillar personaId={id} onClose={() => setCreating(false)} />}
    </Page>
  );
}

const sumOf = (pillars: readonly PillarResponse[]): number =>
  Math.round(pillars.filter(({ active }) => active).reduce((sum, { weight }) => sum + weight, 0) * 100) / 100;

function Weights({ pillars }: { pillars: readonly PillarResponse[] }) {
  const used = sumOf(pillars);
  return (
    <Stack gap={4}>
      <Group justify="space-between">
        <Title order={2} size="h4">
          Weights
        </Title>
        <Text size="sm">{used} % of 100 % in use</Text>
      </Group>
      <div
        className="bar"
        role="meter"
        aria-label="Weights in use"
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={used}
      >
        {pillars
          .filter(({ active }) => active)
          .map(({ id, name, weight }) => (
            <span
              key={id}
              ref={(bar) => bar?.style.setProperty('width', `${weight}%`)}
              title={`${name}: ${weight} %`}
            />
          ))}
      </div>
    </Stack>
  );
}

function Pillars({ personaId, pillars }: { personaId: string; pillars: readonly PillarResponse[] }) {
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

function NewPillar({ personaId, onClose }: { personaId: string; onClose: () => void }) {
  const [weight, setWeight] = useState<number | string>(0);
  const queries = useQueryClient();
  const create = async (name: string) => {
    const params = { path: { personaId } };
    await ok(api.POST('/api/v1/personas/{personaId}/pillars', { params, body: { name, weight: Number(weight) } }));
    await queries.invalidateQueries({ queryKey: ['pillars', personaId] });
  };
  return (
    <NameDialog title="New pillar" onClose={onClose} onCreate={create}>
      <NumberInput label="Weight" suffix=" %" min={0} max={100} decimalScale={2} value={weight} onChange={setWeight} />
    </NameDialog>
  );
}
