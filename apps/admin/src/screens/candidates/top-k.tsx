import { useState } from 'react';
import { NumberInput, Text } from '@mantine/core';
import type { CandidateResponse, RunStepResponse } from '@trellis/api-client';
import { ApproveStep } from '../../ui/approve-step.tsx';

export interface TopKState {
  value: number | string;
  set: (value: number | string) => void;
  advancing: ReadonlySet<string>;
}

/** The best of a step that go on, as the server orders them: by Elo, then votes, then age. */
const best = (items: readonly CandidateResponse[], step: RunStepResponse, k: number): string[] =>
  items
    .filter(({ stepId, status }) => stepId === step.stepId && status === 'active')
    .toSorted((a, b) => b.eloScore - a.eloScore || b.voteCount - a.voteCount || (a.id < b.id ? -1 : 1))
    .slice(0, k)
    .map(({ id }) => id);

/** What advances: of an approved step as the server has fixed it, of an open one with the number typed here. */
export function useTopK(step: RunStepResponse | undefined, items: readonly CandidateResponse[]): TopKState {
  const [typed, set] = useState<number | string>();
  const value = typed ?? step?.topK ?? '';
  const ids = !step ? [] : step.approvedAt ? step.advancing : value === '' ? [] : best(items, step, Number(value));
  return { value, set, advancing: new Set(ids) };
}

/** How many of this step go on to the next, and the gate. */
export function TopK({ runId, step, topK }: { runId: string; step: RunStepResponse; topK: TopKState }) {
  if (step.approvedAt) return <Text size="sm">{step.advancing.length} go on to the next step</Text>;
  return (
    <>
      <NumberInput
        aria-label="How many go on"
        placeholder="all go on"
        w={130}
        size="xs"
        min={1}
        max={1000}
        value={topK.value}
        onChange={topK.set}
      />
      <ApproveStep runId={runId} step={step} topK={topK.value === '' ? undefined : Number(topK.value)} />
    </>
  );
}
