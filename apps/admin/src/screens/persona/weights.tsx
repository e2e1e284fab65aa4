import { Group, Stack, Text, Title } from '@mantine/core';
import type { PillarResponse } from '@trellis/api-client';

const sumOf = (pillars: readonly PillarResponse[]): number =>
  Math.round(pillars.reduce((sum, { weight }) => sum + weight, 0) * 100) / 100;

/** The weights of the active pillars as one bar of 100 %. */
export function Weights({ pillars }: { pillars: readonly PillarResponse[] }) {
  const active = pillars.filter((pillar) => pillar.active);
  const used = sumOf(active);
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
        {active.map(({ id, name, weight }) => (
          <span key={id} style={{ width: `${weight}%` }} title={`${name}: ${weight} %`} />
        ))}
      </div>
    </Stack>
  );
}
