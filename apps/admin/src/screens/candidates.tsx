import { NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import type { CandidateResponse } from '@trellis/api-client';
import { reads } from '../api/reads.ts';
import { LinkTo } from '../ui/link-to.tsx';
import { Empty, Page, Pending } from '../ui/page.tsx';
import { CandidateGrid } from './candidate-grid.tsx';

const sorts = [
  { value: 'created', label: 'Oldest' },
  { value: 'elo', label: 'Elo' },
  { value: 'votes', label: 'Votes' },
] as const;

/** The candidates of a run: reject some, make one the winner. */
export function Screen() {
  const { id } = useParams({ from: '/runs/$id/candidates' });
  const { sort = 'created', step, c } = useSearch({ from: '/runs/$id/candidates' });
  const navigate = useNavigate();
  const { data: run } = useQuery(reads.run(id));
  const { data: pipeline } = useQuery({ ...reads.pipeline(run?.pipelineId ?? ''), enabled: run !== undefined });
  const { data, error } = useQuery(reads.candidates(id, { sort, ...(step && { stepId: step }) }));
  const items = data?.items as CandidateResponse[] | undefined;
  const current = items?.find((one) => one.id === c) ?? items?.[0];
  const set = (next: { sort?: (typeof sorts)[number]['value']; step?: string; c?: string }) =>
    void navigate({
      to: '/runs/$id/candidates',
      params: { id },
      search: { sort: sort === 'created' ? undefined : sort, step, c, ...next },
      replace: true,
    });
  return (
    <Page
      title={run ? `Candidates of ${run.name}` : 'Candidates'}
      screen="Candidates"
      above={
        <LinkTo to="/runs/$id" params={{ id }}>
          Run
        </LinkTo>
      }
      aside={
        <>
          <NativeSelect
            label="Sort by"
            value={sort}
            data={sorts.map(({ value, label }) => ({ value, label }))}
            onChange={({ currentTarget }) => {
              const chosen = sorts.find(({ value }) => value === currentTarget.value)?.value;
              set({ sort: chosen === 'created' ? undefined : chosen });
            }}
          />
          <NativeSelect
            label="Step"
            value={step ?? ''}
            data={[
              { value: '', label: 'Every step' },
              ...(pipeline?.steps ?? []).map((one) => ({ value: one.id, label: one.name })),
            ]}
            onChange={({ currentTarget }) => set({ step: currentTarget.value || undefined })}
          />
        </>
      }
    >
      {!items ? (
        <Pending error={error} what="Candidates" />
      ) : items.length === 0 ? (
        <Empty>A candidate is a picture that this run made. Upload some in the run.</Empty>
      ) : (
        <CandidateGrid runId={id} items={items} current={current} onCurrent={(one) => set({ c: one })} />
      )}
    </Page>
  );
}
