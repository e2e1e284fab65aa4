import { useState, type ReactNode } from 'react';
import { TextInput } from '@mantine/core';
import { fieldError } from '../api/problem-error.ts';
import { AskDialog } from './ask-dialog.tsx';

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
  const [refusal, setRefusal] = useState<string>();
  return (
    <AskDialog
      title={title}
      button="Create"
      ready={ready}
      onClose={onClose}
      onSend={() => onCreate(name)}
      onError={(error) => {
        const own = fieldError(error, 'name');
        setRefusal(own);
        return own !== undefined;
      }}
    >
      <TextInput
        label="Name"
        value={name}
        onChange={(event) => {
          setRefusal(undefined);
          setName(event.currentTarget.value);
        }}
        error={refusal}
        errorProps={{ role: 'alert' }}
        data-autofocus
      />
      {children}
    </AskDialog>
  );
}
