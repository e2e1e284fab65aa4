import { Badge, Button, Group, Progress, Table, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { JobResponse } from '@trellis/api-client';
import { api, ok } from '../../api/client.ts';
import { queryClient } from '../../api/query-client.ts';
import { jobWords, stateColors } from '../../ui/generation-words.ts';
import { LinkTo } from '../../ui/link-to.tsx';
import { Time } from '../../ui/time.tsx';
import { toast, toastError } from '../../ui/toasts.tsx';
import { ChangeButton } from '../../ui/when-allowed.tsx';

const COLUMNS = ['Job', 'Run', 'Step', 'State', 'Pictures', 'Created', 'Acts'];

export function JobTable({ jobs, onOpen }: { jobs: readonly JobResponse[]; onOpen: (id: string) => void }) {
  return (
    <Table.ScrollContainer minWidth={900}>
      <Table aria-label="Jobs">
        <Table.Thead>
          <Table.Tr>
            {COLUMNS.map((head) => (
              <Table.Th key={head}>{head}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {jobs.map((job) => (
            <JobRow key={job.id} job={job} onOpen={() => onOpen(job.id)} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function JobRow({ job, onOpen }: { job: JobResponse; onOpen: () => void }) {
  const { number, runId, runName, stepName, candidateIds, createdAt } = job;
  return (
    <Table.Tr>
      <Table.Td>
        <Button size="compact-sm" variant="subtle" aria-label={`Job ${number}`} onClick={onOpen}>
          {number}
        </Button>
      </Table.Td>
      <Table.Td>
        <LinkTo to="/runs/$id" params={{ id: runId }}>
          <bdi>{runName}</bdi>
        </LinkTo>
      </Table.Td>
      <Table.Td>
        <bdi>{stepName}</bdi>
      </Table.Td>
      <Table.Td maw={320}>
        <State job={job} />
      </Table.Td>
      <Table.Td>
        <Group gap={4}>
          {candidateIds.slice(0, 4).map((id) => (
            <img key={id} src={`/api/v1/candidates/${id}/renditions/320`} alt="" className="mini" loading="lazy" />
          ))}
        </Group>
      </Table.Td>
      <Table.Td>
        <Time at={createdAt} />
      </Table.Td>
      <Table.Td>
        <Acts job={job} />
      </Table.Td>
    </Table.Tr>
  );
}

function State({ job: { state, reason, detail, progress, server, nextAttemptAt } }: { job: JobResponse }) {
  return (
    <>
      <Badge color={stateColors[state] ?? 'gray.7'} variant="filled" tt="none">
        {state}
      </Badge>
      {reason && <Text size="xs">{jobWords[reason] ?? reason}</Text>}
      {server && (
        <Text size="xs">
          on <bdi>{server}</bdi>
        </Text>
      )}
      {progress && (
        <Progress.Root mt={4}>
          <Progress.Section value={(100 * progress.value) / progress.max} aria-label="Progress of the picture" />
        </Progress.Root>
      )}
      {nextAttemptAt && (
        <Text size="xs">
          again <Time at={nextAttemptAt} />
        </Text>
      )}
      {detail && (
        <Text size="xs" c="dimmed" lineClamp={2}>
          <bdi>{detail}</bdi>
        </Text>
      )}
    </>
  );
}

function Acts({ job: { id, number, endedAt, cancelRequestedAt, state } }: { job: JobResponse }) {
  const path = { params: { path: { id } } };
  const act = useMutation({
    mutationFn: () => ok(endedAt ? api.POST('/api/v1/jobs/{id}/retry', path) : api.DELETE('/api/v1/jobs/{id}', path)),
    onSuccess: (made) => {
      if (endedAt) toast(`Job ${made.number} makes it again`);
      return queryClient.invalidateQueries({ queryKey: ['jobs'] });
    },
    onError: toastError,
  });
  if (state === 'done') return null;
  const word = endedAt ? 'Retry' : 'Cancel';
  if (cancelRequestedAt && !endedAt) return <Text size="xs">is being cancelled</Text>;
  return (
    <ChangeButton
      size="xs"
      variant="default"
      loading={act.isPending}
      aria-label={`${word} job ${number}`}
      onClick={() => act.mutate()}
    >
      {word}
    </ChangeButton>
  );
}
