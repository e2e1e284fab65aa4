import type { ReactNode } from 'react';
import { Stack, Table, Text } from '@mantine/core';
import type { GapsResponse, PillarGapResponse } from '@trellis/api-client';
import { dayWords, reasonSentence } from './gap-words.ts';

interface Props {
  gaps: Pick<GapsResponse, 'pillars'>;
  label?: string;
  /** At the end of a row. */
  children?: (pillar: PillarGapResponse) => ReactNode;
}

/** What is missing of each pillar, until when its photos last, and why. */
export function GapTable({ gaps: { pillars }, label = 'Gaps', children }: Props) {
  return (
    <Table.ScrollContainer
      minWidth={children ? 640 : 480}
      // Without a button in it, the keyboard scrolls it only when it takes the focus.
      scrollAreaProps={children ? undefined : { viewportProps: { tabIndex: 0 } }}
    >
      <Table aria-label={label} verticalSpacing="xs">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Pillar</Table.Th>
            <Table.Th>Needed</Table.Th>
            <Table.Th>Ready</Table.Th>
            <Table.Th>Gap</Table.Th>
            <Table.Th>Why</Table.Th>
            {children && <Table.Th aria-label="Actions" />}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {pillars.map((pillar) => (
            <Table.Tr key={pillar.pillarId}>
              <Table.Td>
                <bdi>{pillar.name}</bdi>
                <Text size="sm" c="dimmed">
                  {lasts(pillar)}
                </Text>
              </Table.Td>
              <Table.Td>{pillar.needed}</Table.Td>
              <Table.Td>
                {pillar.ready}
                {pillar.planned > 0 && ` + ${pillar.planned} planned`}
              </Table.Td>
              <Table.Td>
                <Text fw={pillar.missing > 0 ? 700 : undefined}>{pillar.missing}</Text>
              </Table.Td>
              <Table.Td>
                <Stack gap={0}>
                  {pillar.reasons.map((reason) => (
                    <Text key={reason.key} size="sm">
                      <bdi>{reasonSentence(reason, pillars)}</bdi>
                    </Text>
                  ))}
                </Stack>
              </Table.Td>
              {children && <Table.Td>{children(pillar)}</Table.Td>}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

const lasts = ({ score, lastsUntil, status }: PillarGapResponse): string => {
  if (status === 'not_in_horizon' || status === 'no_demand') return '';
  if (status === 'exhausted') return `${score} of 100, nothing left`;
  return lastsUntil ? `${score} of 100, lasts until ${dayWords(lastsUntil)}` : `${score} of 100`;
};
