import { Modal, Stack, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { JobDetailsResponse } from '@trellis/api-client';
import { reads } from '../../api/reads.ts';
import { jobWords } from '../../ui/generation-words.ts';
import { Pending } from '../../ui/page.tsx';
import { Time } from '../../ui/time.tsx';

const attemptWords: Record<string, string> = {
  sending: 'is being sent',
  unsure: 'the answer was lost: it is looked for',
  accepted: 'waits on the server',
  running: 'is being made',
  cancelling: 'is being cancelled',
  collecting: 'its pictures are fetched',
  succeeded: 'its pictures came',
  refused: 'the server does not take the workflow',
  unsent: 'it did not reach the server',
  lost: 'the server lost it',
  failed: 'failed',
  interrupted: 'interrupted by another',
  cancelled: 'cancelled',
  timed_out: 'took too long',
};

/** A job with its attempts, each with its server and what it ended with. */
export function JobDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const { data: job, error } = useQuery(reads.job(id));
  return (
    <Modal opened onClose={onClose} title={job ? `Job ${job.number}` : 'Job'} size="xl">
      {job ? <Details job={job} /> : <Pending error={error} what="The job" />}
    </Modal>
  );
}

function Details({ job }: { job: JobDetailsResponse }) {
  const { runName, stepName, state, reason, attempts, outputs } = job;
  return (
    <Stack>
      <Text>
        <bdi>{runName}</bdi>, <bdi>{stepName}</bdi>: {state}
        {reason && `, ${jobWords[reason] ?? reason}`}
      </Text>
      {attempts.length === 0 ? (
        <Text c="dimmed">It was not sent to a server yet.</Text>
      ) : (
        <Table.ScrollContainer minWidth={560}>
          <Table aria-label="Attempts">
            <Table.Thead>
              <Table.Tr>
                {['Server', 'Sent', 'Ended', 'What became of it'].map((head) => (
                  <Table.Th key={head}>{head}</Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {attempts.map((attempt) => (
                <Table.Tr key={attempt.id}>
                  <Table.Td>
                    <bdi>{attempt.server.name}</bdi>
                  </Table.Td>
                  <Table.Td>
                    <Time at={attempt.sentAt} />
                  </Table.Td>
                  <Table.Td>{attempt.endedAt && <Time at={attempt.endedAt} />}</Table.Td>
                  <Table.Td>
                    {attemptWords[attempt.state] ?? attempt.state}
                    {attempt.error && (
                      <Text size="xs" c="dimmed">
                        <bdi>
                          {[attempt.error.node, attempt.error.type, attempt.error.message].filter(Boolean).join(' · ')}
                        </bdi>
                      </Text>
                    )}
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      {outputs
        .filter(({ refusal }) => refusal)
        .map(({ attemptId, filename, refusal }) => (
          <Text key={attemptId + filename} size="sm">
            <bdi>{filename}</bdi> was not taken: {refusal}
          </Text>
        ))}
    </Stack>
  );
}
