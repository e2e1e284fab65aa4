import { useState, type ReactNode } from 'react';
import { Alert, Group, Stack } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useBlocker } from '@tanstack/react-router';
import { fieldError, messageOf } from '../api/problem-error.ts';
import { useKeys } from '../keys/use-keys.ts';
import { Conflict, staleOf } from './conflict.tsx';
import { toast } from './toasts.tsx';
import { ChangeButton } from './when-allowed.tsx';

interface Props<T extends { updatedAt: string }> {
  label: string;
  /** What the form shows: the state it was opened on is sent along, so that a later one is not overwritten. */
  opened: T;
  changed: boolean;
  /** @throws ProblemError */
  onSave: (seen: string) => Promise<T>;
  onSaved: (saved: T) => Promise<unknown>;
  said: string;
  /** The fields, given the refusal of each. */
  children: (errorOf: (field: string) => string | undefined) => ReactNode;
}

const LEAVE = 'Leave without saving what was changed?';

/** Fields that are saved together: with the button or Ctrl+Enter. Leaving asks only when something was changed. */
export function EditForm<T extends { updatedAt: string }>(props: Props<T>) {
  const { label, opened, changed, onSave, onSaved, said, children } = props;
  // As it was when the first field was changed; another person's change must not slip in between.
  const [seen, setSeen] = useState<string>();
  if (changed && seen === undefined) setSeen(opened.updatedAt);
  if (!changed && seen !== undefined) setSeen(undefined);
  const save = useMutation({
    mutationFn: onSave,
    onSuccess: async (saved) => {
      await onSaved(saved);
      toast(said);
    },
  });
  const { error } = save;
  const stale = staleOf(error);
  const errorOf = (field: string) => fieldError(error, field);
  const send = () => changed && save.mutate(seen ?? opened.updatedAt);
  useKeys('form', changed ? { save: () => void send() } : {});
  useBlocker({ shouldBlockFn: () => changed && !window.confirm(LEAVE), enableBeforeUnload: changed });
  return (
    <form
      aria-label={label}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <Stack>
        {children(errorOf)}
        {stale ? (
          <Conflict problem={stale} onKeepMine={(at) => save.mutate(at)}>
            . Yours is kept above.
          </Conflict>
        ) : (
          error && (
            <Alert role="alert" color="red" variant="light">
              {messageOf(error)}
            </Alert>
          )
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
