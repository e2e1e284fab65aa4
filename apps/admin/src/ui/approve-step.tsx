import { useMutation } from '@tanstack/react-query';
import type { RunStepResponse } from '@trellis/api-client';
import { api, ok } from '../api/client.ts';
import { queryClient } from '../api/query-client.ts';
import { toast, toastError } from './toasts.tsx';
import { ChangeButton } from './when-allowed.tsx';

interface Props {
  runId: string;
  step: RunStepResponse;
  /** How many go on; undefined for all. */
  topK?: number;
}

/** Opens the gate of a step. */
export function ApproveStep({ runId, step, topK }: Props) {
  const approve = useMutation({
    mutationFn: () =>
      ok(
        api.POST('/api/v1/runs/{id}/steps/{stepId}/approval', {
          params: { path: { id: runId, stepId: step.stepId } },
          body: topK === undefined ? {} : { topK },
        }),
      ),
    onSuccess: async ({ advancing }) => {
      await queryClient.invalidateQueries();
      toast(`${step.name} is approved: ${advancing.length} go on`);
    },
    onError: toastError,
  });
  return (
    <ChangeButton size="xs" variant="default" onClick={() => approve.mutate()} loading={approve.isPending}>
      Approve step
    </ChangeButton>
  );
}
