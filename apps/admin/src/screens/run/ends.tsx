import { useState } from 'react';
import { Text, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { RunResponse } from '@trellis/api-client';
import { api, ok } from '../../api/client.ts';
import { queryClient } from '../../api/query-client.ts';
import { AskDialog } from '../../ui/ask-dialog.tsx';
import { toastError } from '../../ui/toasts.tsx';
import { ChangeButton } from '../../ui/when-allowed.tsx';

const pathOf = ({ id }: RunResponse) => ({ path: { id } });
const refresh = () => queryClient.invalidateQueries();

/** Irreversible, so it asks, and says what happens. */
export function Complete({ run }: { run: RunResponse }) {
  const [asking, ask] = useState(false);
  return (
    <>
      <ChangeButton variant="default" onClick={() => ask(true)}>
        Complete run
      </ChangeButton>
      {asking && (
        <AskDialog
          title="Complete run?"
          button="Complete run"
          withoutField
          onClose={() => ask(false)}
          onSend={async () => {
            await ok(api.POST('/api/v1/runs/{id}/completion', { params: pathOf(run) }));
            await refresh();
          }}
        >
          <Text>
            {run.winnerId
              ? 'Its winner becomes a photo of the cluster. No more votes are cast in this run.'
              : 'It has no winner, so no photo will be made. Choose a winner first, or later.'}
          </Text>
        </AskDialog>
      )}
    </>
  );
}

/** Ends the run without a photo; it can be opened again. */
export function Fail({ run }: { run: RunResponse }) {
  const [asking, ask] = useState(false);
  const [reason, setReason] = useState('');
  return (
    <>
      <ChangeButton variant="default" onClick={() => ask(true)}>
        Fail run
      </ChangeButton>
      {asking && (
        <AskDialog
          title="Fail run?"
          button="Fail run"
          ready={reason.trim() !== ''}
          onClose={() => ask(false)}
          onSend={async () => {
            await ok(api.POST('/api/v1/runs/{id}/failure', { params: pathOf(run), body: { reason: reason.trim() } }));
            await refresh();
          }}
        >
          <Textarea
            label="Reason"
            description="Shown on the run, so that others know why"
            value={reason}
            maxLength={10_000}
            onChange={({ currentTarget }) => setReason(currentTarget.value)}
            data-autofocus
          />
        </AskDialog>
      )}
    </>
  );
}

/** Opens a failed run again. */
export function Retry({ run }: { run: RunResponse }) {
  const retry = useMutation({
    mutationFn: () => ok(api.POST('/api/v1/runs/{id}/retry', { params: pathOf(run) })),
    onSuccess: refresh,
    onError: toastError,
  });
  return (
    <ChangeButton variant="default" onClick={() => retry.mutate()}>
      Retry run
    </ChangeButton>
  );
}
