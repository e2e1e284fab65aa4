import { useState, type ReactNode } from 'react';
import { Alert, Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { fieldError, messageOf } from '../api/problem-error.ts';

interface Props {
  title: string;
  onClose: () => void;
  /** @throws ProblemError */
  onCreate: (name: string) => Promise<void>;
  children?: ReactNode;
  /** Whether the other fields are filled. */
  ready?: boolean;
}

/** Asks for the name of something new. A refused name says so beside its field. */
export function NameDialog({ title, onClose, onCreate, children, ready = true }: Props) {
  const [name, setName] = useState('');
  const [error, setError] = useState<unknown>();
  const [sending, setSending] = useState(false);
  const own = fieldError(error, 'name');
  const send = async () => {
    setSending(true);
    setError(undefined);
    try {
      await onCreate(name);
      onClose();
    } catch (thrown) {
      setError(thrown);
    } finally {
      setSending(false);
    }
  };
  return (
    <Modal opened onClose={onClose} title={title}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && event.ctrlKey) void send();
        }}
      >
        <Stack>
          <TextInput
            label="Name"
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            error={own}
            errorProps={{ role: 'alert' }}
            data-autofocus
          />
          {children}
          {error !== undefined && !own && (
            <Alert role="alert" color="red" variant="light">
              {messageOf(error)}
            </Alert>
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={sending} disabled={!ready}>
              Create
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
