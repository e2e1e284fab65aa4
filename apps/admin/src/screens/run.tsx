import { useState } from 'react';
import { Button, Group, Modal, Stack, Text, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { RunLinkResponse, RunResponse } from '@trellis/api-client';
import { api, ok } from '../api/client.ts';
import { messageOf } from '../api/problem-error.ts';
import { reads } from '../api/reads.ts';
import { reasonWords } from '../ui/link-chip.tsx';
import { ButtonTo, LinkTo } from '../ui/link-to.tsx';
import { Page, Pending } from '../ui/page.tsx';
import { toast } from '../ui/toasts.tsx';
import { UploadButton, UploadList, useUploads } from '../ui/uploads.tsx';
import { ChangeButton } from '../ui/when-allowed.tsx';

const small = (candidateId: string) => `/api/v1/candidates/${candidateId}/renditions/320`;

/** A run: its candidates, its winner, and whether the winner is a photo. */
export function Screen() {
  const { id } = useParams({ from: '/runs/$id' });
  const { data: run, error } = useQuery(reads.run(id));
  const { data: link } = useQuery(reads.link(id));
  const { data: pipeline } = useQuery({ ...reads.pipeline(run?.pipelineId ?? ''), enabled: run !== undefined });
  const queries = useQueryClient();
  const refresh = () => queries.invalidateQueries({ queryKey: ['run', id] });
  const stepId = pipeline?.steps[0]?.id ?? '';
  const uploads = useUploads(`/api/v1/runs/${id}/candidates`, 'file', refresh, { stepId });
  if (!run) return <Pending error={error} what="The run" />;
  const open = run.status === 'pending' || run.status === 'running';
  return (
    <Page
      title={run.name}
      above={
        run.clusterId && (
          <LinkTo to="/clusters/$id" params={{ id: run.clusterId }}>
            Cluster
          </LinkTo>
        )
      }
      aside={
        <>
          {open && stepId && <UploadButton label="Upload candidates" uploads={uploads} />}
          <ButtonTo to="/runs/$id/candidates" params={{ id }} variant="default">
            Candidates
          </ButtonTo>
          {open && (
            <ButtonTo to="/runs/$id/vote" params={{ id }}>
              Vote
            </ButtonTo>
          )}
          {open && <Complete run={run} onDone={refresh} />}
        </>
      }
    >
      <UploadList uploads={uploads} />
      <Text>
        {run.status}, {run.candidatesCount} candidates{pipeline && <> of {pipeline.name}</>}
        {run.failureReason && <>: {run.failureReason}</>}
      </Text>
      <Link link={link} run={run} onDone={refresh} />
      {run.winnerId && (
        <section aria-label="Winner">
          <Title order={2} size="h4" mb="sm">
            Winner
          </Title>
          <img src={small(run.winnerId)} alt="The winner" width={240} />
        </section>
      )}
      {run.prompt && (
        <section aria-label="Prompt">
          <Title order={2} size="h4">
            Prompt
          </Title>
          <Text>
            <bdi>{run.prompt}</bdi>
          </Text>
        </section>
      )}
    </Page>
  );
}

function Link({ link, run, onDone }: { link?: RunLinkResponse; run: RunResponse; onDone: () => unknown }) {
  const retry = useMutation({
    mutationFn: () => ok(api.POST('/api/v1/runs/{id}/link', { params: { path: { id: run.id } } })),
    onSuccess: onDone,
    onError: (error) => toast(messageOf(error), { color: 'red' }),
  });
  if (!link) return null;
  const words = link.reason ? (reasonWords[link.reason] ?? link.reason) : undefined;
  return (
    <Stack gap={4}>
      <Group>
        <Text role="status" aria-label="Link">
          {link.state === 'none' ? 'not completed' : link.state}
          {link.reason && <> ({link.reason})</>}
        </Text>
        {['failed', 'skipped'].includes(link.state) && (
          <ChangeButton size="xs" variant="default" onClick={() => retry.mutate()}>
            Retry link
          </ChangeButton>
        )}
      </Group>
      {words && <Text size="sm">{words}</Text>}
      {link.lastError && (
        <Text size="sm" c="dimmed">
          <bdi>{link.lastError}</bdi>
        </Text>
      )}
    </Stack>
  );
}

/** Irreversible, so it asks, and says what happens. */
function Complete({ run, onDone }: { run: RunResponse; onDone: () => unknown }) {
  const [asking, setAsking] = useState(false);
  const complete = useMutation({
    mutationFn: () => ok(api.POST('/api/v1/runs/{id}/completion', { params: { path: { id: run.id } } })),
    onSuccess: () => {
      setAsking(false);
      return onDone();
    },
    onError: (error) => toast(messageOf(error), { color: 'red' }),
  });
  return (
    <>
      <ChangeButton variant="default" onClick={() => setAsking(true)}>
        Complete run
      </ChangeButton>
      {asking && (
        <Modal opened onClose={() => setAsking(false)} title="Complete run?">
          <Stack>
            <Text>
              {run.winnerId
                ? 'Its winner becomes a photo of the cluster. No more votes are cast in this run.'
                : 'It has no winner, so no photo will be made. Choose a winner first, or later.'}
            </Text>
            <Group justify="flex-end">
              <Button variant="default" onClick={() => setAsking(false)}>
                Cancel
              </Button>
              <Button onClick={() => complete.mutate()} loading={complete.isPending} data-autofocus>
                Complete run
              </Button>
            </Group>
          </Stack>
        </Modal>
      )}
    </>
  );
}
