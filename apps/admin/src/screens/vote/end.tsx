import { Button, Group, Stack, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { api, ok } from '../../api/client.ts';
import { ButtonTo } from '../../ui/link-to.tsx';
import type { VoteState } from './vote-state.ts';

interface Props {
  runId: string;
  stepId: string | undefined;
  state: VoteState;
  onUndo: () => void;
}

/** There is no pair left. Only now are scores shown: before, they would lead the votes. */
export function End({ runId, stepId, state, onUndo }: Props) {
  return (
    <Stack align="center" py="xl">
      <Text>{state.reason === 'no_candidates' ? 'Nothing to compare' : 'Every pair has been compared'}</Text>
      <Group>
        <ButtonTo to="/runs/$id/candidates" params={{ id: runId }} search={{ sort: 'elo' }}>
          Choose a winner
        </ButtonTo>
        {state.canUndo && (
          <Button variant="default" onClick={onUndo} aria-keyshortcuts="U Backspace">
            Undo
          </Button>
        )}
      </Group>
      {state.reason !== 'no_candidates' && <Best runId={runId} stepId={stepId} />}
    </Stack>
  );
}

const SHOWN = 3;

function Best({ runId, stepId }: { runId: string; stepId: string | undefined }) {
  const { data } = useQuery({
    queryKey: ['run', runId, 'standings', stepId],
    queryFn: () => ok(api.GET('/api/v1/runs/{id}/standings', { params: { path: { id: runId }, query: { stepId } } })),
    staleTime: 0,
  });
  if (!data?.settled) return null;
  return (
    <Table aria-label="The best" w="auto">
      <Table.Tbody>
        {data.items.slice(0, SHOWN).map(({ candidateId, rank, elo, votes, wins }) => (
          <Table.Tr key={candidateId}>
            <Table.Td>{rank}.</Table.Td>
            <Table.Td>
              <img src={`/api/v1/candidates/${candidateId}/renditions/320`} alt={`Place ${rank}`} height={90} />
            </Table.Td>
            <Table.Td>Elo {elo}</Table.Td>
            <Table.Td>
              {wins} of {votes} won
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
