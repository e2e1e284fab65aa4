import { NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { reads } from '../../api/reads.ts';
import { SizeSlider } from '../../ui/grid/size-slider.tsx';
import { LinkTo } from '../../ui/link-to.tsx';
import { Empty, Page, Pending } from '../../ui/page.tsx';
import { CandidateBoard } from './candidate-board.tsx';
import { useCandidates } from './use-candidates.ts';

const sorts = [
  { value: 'created', label: 'Oldest' },
  { value: 'elo', label: 'Elo' },
  { value: 'votes', label: 'Votes' },
] as const;
const statuses = [
  { value: 'active', label: 'Active' },
  { value: 'rejected', label: 'Rejected' },
  { value: 'all', label: 'Active and rejected' },
] as const;

/** The candidates of a run: reject some, compare a few, make one the winner. */
export function Screen() {
  const { id } = useParams({ from: '/runs/$id/candidates' });
  const search = useSearch({ from: '/runs/$id/candidates' });
  const { sort = 'created', status = 'active', step, c } = search;
  const navigate = useNavigate();
  const { data: run } = useQuery(reads.run(id));
  const { data: steps } = useQuery(reads.steps(id));
  const candidates = useCandidates(id, { sort, stepId: step, ...(status !== 'all' && { status }) });
  const { items, query } = candidates;
  const set = (next: Partial<typeof search>) =>
    void navigate({
      to: '/runs/$id/candidates',
      params: { id },
      search: { ...search, ...next },
      replace: true,
      resetScroll: false,
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
          <SizeSlider />
          <NativeSelect
            label="Sort by"
            value={sort}
            data={[...sorts]}
            onChange={({ currentTarget }) => {
              const chosen = sorts.find(({ value }) => value === currentTarget.value)?.value;
              set({ sort: chosen === 'created' ? undefined : chosen });
            }}
          />
          <NativeSelect
            label="Status"
            value={status}
            data={[...statuses]}
            onChange={({ currentTarget }) => {
              const chosen = statuses.find(({ value }) => value === currentTarget.value)?.value;
              set({ status: chosen === 'active' ? undefined : chosen });
            }}
          />
          <NativeSelect
            label="Step"
            value={step ?? ''}
            data={[
              { value: '', label: 'Every step' },
              ...(steps ?? []).map((one) => ({ value: one.stepId, label: one.name })),
            ]}
            onChange={({ currentTarget }) => set({ step: currentTarget.value || undefined })}
          />
        </>
      }
    >
      {!items || !run ? (
        <Pending error={query.error} what="Candidates" />
      ) : items.length === 0 && !query.hasNextPage ? (
        <Empty>
          {status === 'rejected'
            ? 'No candidate is rejected.'
            : 'A candidate is a picture that this run made. Upload some in the run.'}
        </Empty>
      ) : (
        <CandidateBoard
          run={run}
          step={steps?.find(({ stepId }) => stepId === (step ?? (steps.length === 1 ? steps[0]?.stepId : '')))}
          candidates={candidates}
          c={c}
          onCurrent={(one) => set({ c: one })}
        />
      )}
    </Page>
  );
}
