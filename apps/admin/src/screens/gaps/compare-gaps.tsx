import { useState } from 'react';
import { Modal, NativeSelect, SimpleGrid, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { GapAnalysisResponse } from '@trellis/api-client';
import { reads } from '../../api/reads.ts';
import { Pending } from '../../ui/page.tsx';
import { GapTable } from './gap-table.tsx';
import { dayWords } from './gap-words.ts';

/** Two analyses beside each other: at first the latest and the one before. */
export function CompareGaps({ personaId, onClose }: { personaId: string; onClose: () => void }) {
  const { data, error } = useQuery(reads.gapAnalyses(personaId));
  return (
    <Modal opened onClose={onClose} title="Kept gaps" size="xl">
      {!data ? (
        <Pending error={error} what="The kept gaps" />
      ) : data.items.length === 0 ? (
        <Text>None are kept yet. “Keep these gaps” keeps those of today.</Text>
      ) : (
        <SimpleGrid cols={{ base: 1, md: 2 }}>
          <Kept label="Before" analyses={data.items} first={1} />
          <Kept label="After" analyses={data.items} first={0} />
        </SimpleGrid>
      )}
    </Modal>
  );
}

interface KeptProps {
  label: string;
  analyses: readonly GapAnalysisResponse[];
  first: number;
}

function Kept({ label, analyses, first }: KeptProps) {
  const [chosen, choose] = useState<string>();
  const shown = analyses.find(({ id }) => id === chosen) ?? analyses[first] ?? analyses[0];
  if (!shown) return null;
  return (
    <Stack gap="xs">
      <NativeSelect
        label={label}
        value={shown.id}
        data={analyses.map(({ id, asOf, createdAt }) => ({
          value: id,
          label: `${dayWords(asOf)}, kept ${kept(createdAt)}`,
        }))}
        onChange={({ currentTarget }) => choose(currentTarget.value)}
      />
      <Text>
        {shown.score !== null && <b>{shown.score} of 100. </b>}
        {shown.missing} missing of {shown.needed}.
      </Text>
      <GapTable gaps={shown} label={`Gaps ${label.toLowerCase()}`} />
    </Stack>
  );
}

const kept = (at: string): string => new Date(at).toLocaleString('en', { dateStyle: 'medium', timeStyle: 'short' });
