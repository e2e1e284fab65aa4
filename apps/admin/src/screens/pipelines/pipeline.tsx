import { useState } from 'react';
import { TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { ChangedStepDto, PipelineResponse } from '@trellis/api-client';
import { api, ok } from '../../api/client.ts';
import { queryClient } from '../../api/query-client.ts';
import { reads } from '../../api/reads.ts';
import { EditForm } from '../../ui/edit-form.tsx';
import { LinkTo } from '../../ui/link-to.tsx';
import { Page, Pending } from '../../ui/page.tsx';
import { StepFields, type EditedStep } from './step-fields.tsx';
import { ChangeButton } from '../../ui/when-allowed.tsx';

/** The steps of a pipeline, with their templates as text. */
export function Screen() {
  const { id } = useParams({ from: '/pipelines/$id' });
  const { data, error } = useQuery(reads.pipeline(id));
  if (!data) return <Pending error={error} what="The pipeline" />;
  return (
    <Page title={data.name} above={<LinkTo to="/pipelines">Pipelines</LinkTo>}>
      <Editor key={id} pipeline={data} />
    </Page>
  );
}

let serial = 0;
const keyed = (step: ChangedStepDto): EditedStep => ({ ...step, key: step.id ?? `new ${(serial += 1)}` });

/** Without the key, and numbered as they are shown. */
const sent = (steps: readonly EditedStep[]): ChangedStepDto[] =>
  steps.map(({ key: _key, ...step }, n) => ({ ...step, position: n + 1 }));

function Editor({ pipeline }: { pipeline: PipelineResponse }) {
  const [name, setName] = useState<string>();
  const [typed, setSteps] = useState<readonly EditedStep[]>();
  const steps = typed ?? pipeline.steps.map(keyed);
  const change = (key: string, changes: Partial<EditedStep>) =>
    setSteps(steps.map((step) => (step.key === key ? { ...step, ...changes } : step)));
  const add = () =>
    setSteps([
      ...steps,
      keyed({ name: `Step ${steps.length + 1}`, position: steps.length + 1, workflowTemplate: '{}' }),
    ]);
  const move = (n: number, by: 1 | -1) => setSteps(steps.toSpliced(n, 1).toSpliced(n + by, 0, steps[n] as EditedStep));
  return (
    <EditForm
      label="Pipeline"
      opened={pipeline}
      changed={name !== undefined || typed !== undefined}
      onSave={(seen) =>
        ok(
          api.PATCH('/api/v1/pipelines/{id}', {
            params: { path: { id: pipeline.id }, header: { 'If-Match': seen } },
            body: { ...(name !== undefined && { name }), ...(typed && { steps: sent(typed) }) },
          }),
        )
      }
      onSaved={async () => {
        await queryClient.invalidateQueries();
        setName(undefined);
        setSteps(undefined);
      }}
      said="The pipeline is saved"
    >
      {(errorOf) => (
        <>
          <TextInput
            label="Name of the pipeline"
            value={name ?? pipeline.name}
            onChange={({ currentTarget }) => setName(currentTarget.value)}
            error={errorOf('name')}
            errorProps={{ role: 'alert' }}
          />
          {steps.map((step, n) => (
            <StepFields
              key={step.key}
              step={step}
              n={n}
              errorOf={(field) => errorOf(`steps.${n}.${field}`)}
              onChange={(changes) => change(step.key, changes)}
              onUp={n > 0 ? () => move(n, -1) : undefined}
              onDown={n < steps.length - 1 ? () => move(n, 1) : undefined}
              onRemove={steps.length > 1 ? () => setSteps(steps.toSpliced(n, 1)) : undefined}
            />
          ))}
          <ChangeButton variant="default" onClick={add}>
            Add step
          </ChangeButton>
        </>
      )}
    </EditForm>
  );
}
