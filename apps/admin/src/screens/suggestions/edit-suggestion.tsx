import { useState } from 'react';
import { Button, Textarea, TextInput } from '@mantine/core';
import type { SuggestionResponse, UpdateSuggestionDto } from '@trellis/api-client';
import { api, ok } from '../../api/client.ts';
import { queryClient } from '../../api/query-client.ts';
import { EditForm } from '../../ui/edit-form.tsx';

/** The texts of an idea before it is accepted. */
export function EditSuggestion({ suggestion, onClose }: { suggestion: SuggestionResponse; onClose: () => void }) {
  const [changes, setChanges] = useState<UpdateSuggestionDto>({});
  const shown = { ...suggestion, ...changes };
  const field = (name: 'title' | 'description' | 'prompt', errorOf: (name: string) => string | undefined) => ({
    label: { title: 'Title', description: 'Description', prompt: 'Prompt' }[name],
    value: shown[name],
    onChange: ({ currentTarget: { value } }: { currentTarget: { value: string } }) =>
      setChanges({ ...changes, [name]: value }),
    error: errorOf(name),
    errorProps: { role: 'alert' },
  });
  return (
    <EditForm
      label={`Edit ${suggestion.title}`}
      opened={suggestion}
      changed={Object.keys(changes).length > 0}
      onSave={(seen) =>
        ok(
          api.PATCH('/api/v1/suggestions/{id}', {
            params: { path: { id: suggestion.id }, header: { 'If-Match': seen } },
            body: changes,
          }),
        )
      }
      onSaved={async () => {
        setChanges({});
        await queryClient.invalidateQueries();
        onClose();
      }}
      said="The idea is saved"
    >
      {(errorOf) => (
        <>
          <TextInput {...field('title', errorOf)} maxLength={80} data-autofocus />
          <Textarea {...field('description', errorOf)} maxLength={600} autosize minRows={2} />
          <Textarea {...field('prompt', errorOf)} maxLength={2000} autosize minRows={2} />
          <Button variant="subtle" onClick={onClose} style={{ alignSelf: 'flex-start' }}>
            Close without saving
          </Button>
        </>
      )}
    </EditForm>
  );
}
