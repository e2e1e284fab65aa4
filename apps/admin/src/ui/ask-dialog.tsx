import { useState, type ReactNode } from 'react';
import { Alert, Button, Group, Modal, Stack } from '@mantine/core';
import { messageOf } from '../api/problem-error.ts';
import { useKeys } from '../keys/use-keys.ts';

interface Props {
  title: string;
  /** What the button does. */
  button: string;
  onClose: () => void;
  /** The dialog closes afterwards. @throws ProblemError, which it shows */
  onSend: () => Promise<unknown>;
  children: ReactNode;
  /** Whether everything is filled. */
  ready?: boolean;
  /** Shows an error beside its field; then it is not shown below. */
  onError?: (error: unknown) => boolean;
  danger?: boolean;
  /** The button has the focus at first: there is no field. */
  withoutField?: boolean;
}

/** A small form above the screen: Enter or Ctrl+Enter sends, Escape closes. */
export function AskDialog({
  title,
  button,
  onClose,
  onSend,
  children,
  ready = true,
  onError,
  danger,
  withoutField,
}: Props) {
  const [error, setError] = useState<unknown>();
  const [sending, setSending] = useState(false);
  const send = async () => {
    if (!ready || sending) return;
    setSending(true);
    setError(undefined);
    try {
      await onSend();
      onClose();
    } catch (thrown) {
      if (!onError?.(thrown)) setError(thrown);
    } finally {
      setSending(false);
    }
  };
  useKeys('form', { save: () => void send() });
  return (
    <Modal opened onClose={onClose} title={title}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <Stack>
          {children}
          {error !== undefined && (
            <Alert role="alert" color="red" variant="light">
              {messageOf(error)}
            </Alert>
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button
              type="submit"
              loading={sending}
              disabled={!ready}
              color={danger ? 'red.9' : undefined}
              data-autofocus={withoutField || undefined}
            >
              {button}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
