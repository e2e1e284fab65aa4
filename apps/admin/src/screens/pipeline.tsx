import { useState } from 'react';
import { Alert, Group, Stack, Textarea, TextInput, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { PipelineResponse, StepResponse } from '@trellis/api-client';
import { api, ok } from '../api/client.ts';
import { ProblemError, messageOf } from '../api/problem-error.ts';
import { reads } from '../api/reads.ts';
import { LinkTo } from '../ui/link-to.tsx';
import { Page, Pending } from '../ui/page.tsx';
import { toast } from '../ui/toasts.tsx';
import { ChangeButton } from '../ui/when-allowed.tsx';

/** The steps of a pipeline, with their templates as text. */
export function Screen() {
  const { id } = useParams({ from: '/pipelines/$id' });
  const { data, error } = useQuery(reads.pipeline(id));
  if (!data) return <Pending error={error} what="The pipeline" />;
  return (
    <Page title={data.name} above={<LinkTo to="/pipelines">Pipelines</LinkTo>}>
      <Steps key={data.updatedAt} pipeline={data} />
    </Page>
  );
}

function Steps({ pipeline }: { pipeline: PipelineResponse }) {
  const queries = useQueryClient();
  const [steps, setSteps] = useState<readonly StepResponse[]>(pipeline.steps);
  const changed = JSON.stringify(steps) !== JSON.stringify(pipeline.steps);
  const save = useMutation({
    mutationFn: () =>
      ok(
        api.PATCH('/api/v1/pipelines/{id}', {
          params: { path: { id: pipeline.id }, header: { 'If-Match': pipeline.updatedAt } },
          body: { steps: [...steps] },
        }),
      ),
    onSuccess: async (saved) => {
      queries.setQueryData(['pipeline', pipeline.id], saved);
      await queries.invalidateQueries({ queryKey: ['pipelines'] });
      toast('The pipeline is saved');
    },
  });
  const change = (id: string, changes: Partial<StepResponse>) =>
    setSteps(steps.map((step) => (step.id === id ? { ...step, ...changes } : step)));
  const { error } = save;
  const stale = error instanceof ProblemError && error.problem.code === 'stale' ? error.problem : undefined;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
      onKeyDown={({ key, ctrlKey }) => {
        if (key === 'Enter' && ctrlKey && changed) save.mutate();
      }}
    >
      <Stack>
        {steps.map((step) => (
          <Stack key={step.id} gap="xs" component="section" aria-label={`Step ${step.position}`}>
            <Title order={2} size="h4">
              Step {step.position}
            </Title>
            <TextInput
              label="Name"
              value={step.name}
              onChange={({ currentTarget }) => change(step.id, { name: currentTarget.value })}
            />
            <Textarea
              label="Workflow template"
              value={step.workflowTemplate}
              onChange={({ currentTarget }) => change(step.id, { workflowTemplate: currentTarget.value })}
              autosize
              minRows={4}
              maxRows={24}
              ff="monospace"
              spellCheck={false}
            />
          </Stack>
        ))}
        {error && (
          <Alert role="alert" color={stale ? 'yellow' : 'red'} variant="light">
            {stale ? `changed by ${stale.changedBy ?? 'another'} since you opened it. ` : ''}
            {messageOf(error)}
          </Alert>
        )}
        <Group justify="flex-end">
          <ChangeButton type="submit" loading={save.isPending} disabled={!changed}>
            Save
          </ChangeButton>
        </Group>
      </Stack>
    </form>
  );
}
