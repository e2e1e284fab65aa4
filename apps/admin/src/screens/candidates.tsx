import { useState } from 'react';
import { Badge, Button, Checkbox, Group, NativeSelect, Stack } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import type { CandidateResponse } from '@trellis/api-client';
import { api, ok } from '../api/client.ts';
import { messageOf } from '../api/problem-error.ts';
import { reads } from '../api/reads.ts';
import { LinkTo } from '../ui/link-to.tsx';
import { Empty, Page, Pending } from '../ui/page.tsx';
import { toast } from '../ui/toasts.tsx';
import { ChangeButton } from '../ui/when-allowed.tsx';

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
        <Candidates runId={id} items={items} current={current} onCurrent={(one) => set({ c: one })} />
      )}
    </Page>
  );
}

interface Props {
  runId: string;
  items: readonly CandidateResponse[];
  current?: CandidateResponse;
  onCurrent: (id: string) => void;
}

function Candidates({ runId, items, current, onCurrent }: Props) {
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const queries = useQueryClient();
  const refresh = () => queries.invalidateQueries({ queryKey: ['run', runId] });
  const failed = (error: unknown) => toast(messageOf(error), { color: 'red' });
  const lift = (ids: string[]) =>
    ok(api.DELETE('/api/v1/candidates/rejections', { body: { ids } })).then(refresh, failed);
  const reject = async () => {
    const { results } = await ok(api.POST('/api/v1/candidates/rejections', { body: { ids: [...selected] } }));
    const changed = results.flatMap(({ rejectedIds }) => rejectedIds);
    const refused = results.find(({ status }) => status === 'refused');
    setSelected(new Set());
    await refresh();
    toast(`${changed.length} rejected${refused ? `. ${refused.detail}` : ''}`, { undo: () => void lift(changed) });
  };
  const makeWinner = async () => {
    if (!current) return;
    const params = { path: { id: runId } };
    await ok(api.PUT('/api/v1/runs/{id}/winner', { params, body: { candidateId: current.id } }));
    await refresh();
    toast('The winner is chosen', {
      undo: () => void ok(api.DELETE('/api/v1/runs/{id}/winner', { params })).then(refresh, failed),
    });
  };
  const toggle = (id: string) => {
    const next = new Set(selected);
    if (!next.delete(id)) next.add(id);
    setSelected(next);
  };
  return (
    <Stack>
      <Group>
        <ChangeButton onClick={() => void makeWinner().catch(failed)} disabled={current?.status !== 'active'}>
          Make winner
        </ChangeButton>
        {selected.size > 0 && (
          <Group role="toolbar" aria-label="Selection" gap="xs">
            <ChangeButton variant="default" onClick={() => void reject().catch(failed)}>
              Reject
            </ChangeButton>
            <Button variant="default" onClick={() => setSelected(new Set())}>
              Clear
            </Button>
          </Group>
        )}
      </Group>
      <div className="grid" role="grid" aria-label="Candidates">
        {items.map((one, n) => (
          <div key={one.id} role="row">
            <Stack gap={4} role="gridcell" aria-selected={selected.has(one.id)}>
              <button
                type="button"
                className="tile"
                aria-current={one.id === current?.id}
                aria-label={`Candidate ${n + 1}`}
                onClick={() => onCurrent(one.id)}
              >
                <img src={one.thumbnailUrl} alt={`Candidate ${n + 1} of ${items.length}`} loading="lazy" />
              </button>
              <Group gap="xs">
                <Checkbox
                  aria-label={`Select ${n + 1}`}
                  checked={selected.has(one.id)}
                  onChange={() => toggle(one.id)}
                />
                {one.isWinner && <Badge color="teal.9">winner</Badge>}
                {one.status === 'rejected' && <Badge color="red.9">rejected</Badge>}
                <span>{one.eloScore}</span>
              </Group>
            </Stack>
          </div>
        ))}
      </div>
    </Stack>
  );
}
