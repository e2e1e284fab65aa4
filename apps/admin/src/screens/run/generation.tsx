import { useEffect, useState } from 'react';
import { Group, NumberInput, Progress, Text } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import type { GenerationResponse, RunResponse } from '@trellis/api-client';
import { api, ok } from '../../api/client.ts';
import { queryClient } from '../../api/query-client.ts';
import { reads } from '../../api/reads.ts';
import { blockWords, waitWords } from '../../ui/generation-words.ts';
import { LinkTo } from '../../ui/link-to.tsx';
import { Section } from '../../ui/section.tsx';
import { toastError } from '../../ui/toasts.tsx';
import { ChangeButton } from '../../ui/when-allowed.tsx';

type Act = 'start' | 'pause' | 'cancel' | 'resume';

/** What servers make for a run, and why nothing is made. */
export function Generation({ run, isOpen }: { run: RunResponse; isOpen: boolean }) {
  const { data } = useQuery(reads.generation(run.id));
  const [typed, type] = useState<number | string>('');
  const made = data?.jobs.done;
  useEffect(() => {
    // What came is shown everywhere on the run.
    if (made) void queryClient.invalidateQueries({ queryKey: ['run', run.id] });
  }, [made, run.id]);
  const path = { params: { path: { id: run.id } } };
  const wanted = Number(typed === '' ? (data?.maxChildren ?? 4) : typed);
  const send = {
    start: () => ok(api.POST('/api/v1/runs/{id}/generation', { ...path, body: { maxChildren: wanted } })),
    pause: () => ok(api.POST('/api/v1/runs/{id}/generation/pause', { ...path, body: {} })),
    cancel: () => ok(api.POST('/api/v1/runs/{id}/generation/pause', { ...path, body: { cancel: true } })),
    resume: () => ok(api.POST('/api/v1/runs/{id}/generation/resume', path)),
  };
  const act = useMutation({
    mutationFn: (what: Act) => send[what](),
    onSuccess: (generation) => {
      type('');
      queryClient.setQueryData(reads.generation(run.id).queryKey, generation);
    },
    onError: toastError,
  });
  if (!data || (data.state === 'off' && !isOpen)) return null;
  const button = (what: Act, words: string, isMain = false) => (
    <ChangeButton
      size="xs"
      variant={isMain ? 'filled' : 'default'}
      loading={act.isPending}
      onClick={() => act.mutate(what)}
    >
      {words}
    </ChangeButton>
  );
  return (
    <Section title="Generation">
      <Standing generation={data} run={run} />
      {isOpen && (
        <Group align="flex-end" gap="xs">
          <NumberInput
            label="Pictures to make"
            role="spinbutton"
            description="in the first step, and of each parent"
            size="xs"
            w={180}
            min={1}
            max={100}
            allowDecimal={false}
            value={typed === '' ? (data.maxChildren ?? 4) : typed}
            onChange={type}
          />
          {data.state === 'off' && button('start', 'Start generation', true)}
          {data.state !== 'off' && typed !== '' && wanted !== data.maxChildren && button('start', 'Change', true)}
          {data.state === 'on' && button('pause', 'Pause')}
          {data.state === 'on' && data.jobs.working > 0 && button('cancel', 'Pause and cancel')}
          {(data.state === 'paused' || data.state === 'blocked') && button('resume', 'Resume', true)}
        </Group>
      )}
    </Section>
  );
}

function Standing({ generation, run }: { generation: GenerationResponse; run: RunResponse }) {
  const { state, waitingFor, blocked, jobs, progress } = generation;
  if (state === 'off') return <Text>Nothing is generated for this run. Candidates come by upload.</Text>;
  return (
    <>
      <Text role="status" aria-label="Generation">
        {state}: {jobs.done} made, {jobs.working} being made, {jobs.queued} waiting, {jobs.failed} failed,{' '}
        {jobs.cancelled} cancelled
      </Text>
      {progress && (
        <Progress.Root>
          <Progress.Section value={(100 * progress.value) / progress.max} aria-label="Progress of the picture" />
        </Progress.Root>
      )}
      {waitingFor && <Text size="sm">{waitWords[waitingFor]}</Text>}
      {blocked && (
        <div role="alert">
          <Text size="sm">
            {blockWords[blocked.reason] ?? `It waits for a person (${blocked.reason}).`}{' '}
            <LinkTo to="/pipelines/$id" params={{ id: run.pipelineId }}>
              Pipeline
            </LinkTo>
          </Text>
          {blocked.detail && (
            <Text size="sm" c="dimmed">
              <bdi>{blocked.detail}</bdi>
            </Text>
          )}
        </div>
      )}
      <Group gap="md">
        <LinkTo to="/jobs" search={{ runId: run.id }}>
          Jobs
        </LinkTo>
        {waitingFor === 'server' && <LinkTo to="/settings/servers">Servers</LinkTo>}
      </Group>
    </>
  );
}
