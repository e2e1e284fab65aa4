import { Table, Text } from '@mantine/core';
import { useQueries } from '@tanstack/react-query';
import type { CandidateResponse } from '@trellis/api-client';
import { api, ok } from '../../api/client.ts';
import type { Pair } from './vote-state.ts';

const KIB = 1024;
const facts: Record<string, (one: CandidateResponse) => string> = {
  Size: ({ width, height }) => `${width ?? '?'} × ${height ?? '?'}`,
  Bytes: ({ byteSize }) => (byteSize === null ? '?' : `${Math.round(byteSize / KIB)} KB`),
  Type: ({ contentType }) => contentType ?? '?',
  'Made from': ({ parentId }) => parentId ?? 'no other candidate',
  File: ({ imagePath }) => imagePath.split(/[/\\]/).at(-1) ?? '',
  Created: ({ createdAt }) => createdAt,
};

/** What differs between the two. Scores are not among it: they would lead the vote. */
export function Differences({ pair }: { pair: Pair }) {
  const [a, b] = useQueries({
    queries: [pair.a.id, pair.b.id].map((id) => ({
      queryKey: ['candidate', id],
      queryFn: () => ok(api.GET('/api/v1/candidates/{id}', { params: { path: { id } } })),
    })),
  });
  if (!a?.data || !b?.data) return null;
  const [one, other] = [a.data, b.data];
  const rows = Object.entries(facts).filter(([, read]) => read(one) !== read(other));
  if (rows.length === 0) return <Text ta="center">Nothing differs but the picture.</Text>;
  return (
    <Table aria-label="What differs" className="differences">
      <Table.Tbody>
        {rows.map(([name, read]) => (
          <Table.Tr key={name}>
            <Table.Td ta="right">{read(one)}</Table.Td>
            <Table.Th ta="center">{name}</Table.Th>
            <Table.Td>{read(other)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
