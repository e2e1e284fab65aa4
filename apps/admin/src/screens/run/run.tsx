import { useState } from 'react';
import { NativeSelect, Text, Title } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { reads } from '../../api/reads.ts';
import { ButtonTo, LinkTo } from '../../ui/link-to.tsx';
import { Page, Pending } from '../../ui/page.tsx';
import { UploadButton, UploadList, useUploads } from '../../ui/uploads.tsx';
import { Complete, Fail, Retry } from './ends.tsx';
import { Generation } from './generation.tsx';
import { History } from './history.tsx';
import { RunLink } from './run-link.tsx';
import { Steps } from './steps.tsx';

const small = (candidateId: string) => `/api/v1/candidates/${candidateId}/renditions/320`;

/** A run: its steps, its winner, and whether the winner is a photo. */
export function Screen() {
  const { id } = useParams({ from: '/runs/$id' });
  const { data: run, error } = useQuery(reads.run(id));
  const { data: link } = useQuery(reads.link(id));
  const { data: steps = [] } = useQuery(reads.steps(id));
  const { data: pipeline } = useQuery({ ...reads.pipeline(run?.pipelineId ?? ''), enabled: run !== undefined });
  const [chosen, choose] = useState<string>();
  const queries = useQueryClient();
  const refresh = () => queries.invalidateQueries({ queryKey: ['run', id] });
  const stepId = chosen ?? steps[0]?.stepId ?? '';
  const uploads = useUploads(`/api/v1/runs/${id}/candidates`, 'file', refresh, { stepId });
  if (!run) return <Pending error={error} what="The run" />;
  const isOpen = run.status === 'pending' || run.status === 'running';
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
          {isOpen && steps.length > 1 && (
            <NativeSelect
              aria-label="Step of the upload"
              value={stepId}
              data={steps.map((step) => ({ value: step.stepId, label: step.name }))}
              onChange={({ currentTarget }) => choose(currentTarget.value)}
            />
          )}
          {isOpen && stepId && <UploadButton label="Upload candidates" uploads={uploads} />}
          <ButtonTo to="/runs/$id/candidates" params={{ id }} variant="default">
            Candidates
          </ButtonTo>
          {isOpen && (
            <ButtonTo to="/runs/$id/vote" params={{ id }}>
              Vote
            </ButtonTo>
          )}
          {isOpen && <Complete run={run} />}
          {isOpen && <Fail run={run} />}
          {run.status === 'failed' && <Retry run={run} />}
        </>
      }
    >
      <UploadList uploads={uploads} />
      <Text>
        {run.status}, {run.candidatesCount} candidates
        {pipeline && (
          <>
            {' of '}
            <LinkTo to="/pipelines/$id" params={{ id: pipeline.id }}>
              <bdi>{pipeline.name}</bdi>
            </LinkTo>
          </>
        )}
        {run.failureReason && (
          <>
            : <bdi>{run.failureReason}</bdi>
          </>
        )}
      </Text>
      <RunLink link={link} run={run} />
      {run.winnerId && (
        <section aria-label="Winner">
          <Title order={2} size="h4" mb="sm">
            Winner
          </Title>
          <img src={small(run.winnerId)} alt="The winner" width={240} />
        </section>
      )}
      <Generation run={run} isOpen={isOpen} />
      <Steps run={run} steps={steps} isOpen={isOpen} />
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
      <History runId={id} personaId={run.personaId} />
    </Page>
  );
}
