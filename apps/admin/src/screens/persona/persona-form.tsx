import { useState } from 'react';
import type { PersonaResponse, UpdatePersonaDto } from '@trellis/api-client';
import { api, ok } from '../../api/client.ts';
import { queryClient } from '../../api/query-client.ts';
import { EditForm } from '../../ui/edit-form.tsx';
import { Rules } from './rules.tsx';
import { Voice } from './voice.tsx';

/** What belongs to the persona itself. It is saved together: two forms would refuse each other's changes. */
export function PersonaForm({ persona }: { persona: PersonaResponse }) {
  const [changes, setChanges] = useState<UpdatePersonaDto>({});
  const change = (next: UpdatePersonaDto) => setChanges({ ...changes, ...next });
  return (
    <EditForm
      label="Persona"
      opened={persona}
      changed={Object.keys(changes).length > 0}
      onSave={(seen) =>
        ok(
          api.PATCH('/api/v1/personas/{id}', {
            params: { path: { id: persona.id }, header: { 'If-Match': seen } },
            body: changes,
          }),
        )
      }
      onSaved={async () => {
        await queryClient.invalidateQueries();
        setChanges({});
      }}
      said="The persona is saved"
    >
      {(errorOf) => (
        <>
          <Voice persona={persona} changes={changes} change={change} errorOf={errorOf} />
          <Rules persona={persona} changes={changes} change={change} errorOf={errorOf} />
        </>
      )}
    </EditForm>
  );
}
