import { useState } from 'react';
import { Group, NumberInput, Table, Text, Title } from '@mantine/core';
import type { RunResponse, RunStepResponse } from '@trellis/api-client';
import { ApproveStep } from '../../ui/approve-step.tsx';
import { LinkTo } from '../../ui/link-to.tsx';
import { Time, useZone } from '../../ui/time.tsx';

interface Props {
  run: RunResponse;
  steps: readonly RunStepResponse[];
  isOpen: boolean;
}

/** The steps with their gates, and who goes on. */
export function Steps({ run, steps, isOpen }: Props) {
  const zone = useZone(run.personaId);
  if (steps.length === 0) return null;
  return (
    <section aria-label="Steps">
      <Title order={2} size="h4">
        Steps
      </Title>
      <Table.ScrollContainer minWidth={520}>
        <Table aria-label="Steps">
          <Table.Thead>
            <Table.Tr>
              {['Step', 'Candidates', 'Gate'].map((head) => (
                <Table.Th key={head}>{head}</Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {steps.map((step) => (
              <Table.Tr key={step.stepId}>
                <Table.Td>
                  {step.position}.{' '}
                  <LinkTo to="/runs/$id/candidates" params={{ id: run.id }} search={{ step: step.stepId }}>
                    <bdi>{step.name}</bdi>
                  </LinkTo>
                </Table.Td>
                <Table.Td>
                  {step.active} active, {step.rejected} rejected
                </Table.Td>
                <Table.Td>
                  {step.approvedAt ? (
                    <Text size="sm">
                      approved <Time at={step.approvedAt} zone={zone} />, {step.advancing.length} go on
                    </Text>
                  ) : isOpen ? (
                    <Gate runId={run.id} step={step} />
                  ) : (
                    <Text size="sm">not approved</Text>
                  )}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </section>
  );
}

function Gate({ runId, step }: { runId: string; step: RunStepResponse }) {
  const [k, setK] = useState<number | string>('');
  return (
    <Group gap="xs">
      <NumberInput
        aria-label={`How many go on from ${step.name}`}
        role="spinbutton"
        placeholder="all go on"
        size="xs"
        w={110}
        min={1}
        max={1000}
        value={k}
        onChange={setK}
      />
      <ApproveStep runId={runId} step={step} topK={k === '' ? undefined : Number(k)} />
    </Group>
  );
}
