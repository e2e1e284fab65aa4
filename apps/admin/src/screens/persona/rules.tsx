import { useState } from 'react';
import { Checkbox, NumberInput, SimpleGrid, TagsInput, Title } from '@mantine/core';
import type { PersonaResponse, UpdatePersonaDto } from '@trellis/api-client';
import { api, ok } from '../../api/client.ts';
import { queryClient } from '../../api/query-client.ts';
import { EditForm } from '../../ui/edit-form.tsx';

/** How often the persona posts, and what its pictures and captions may not have. */
export function Rules({ persona }: { persona: PersonaResponse }) {
  const [changes, setChanges] = useState<UpdatePersonaDto>({});
  const shown = { ...persona, ...changes };
  const change = (next: UpdatePersonaDto) => setChanges({ ...changes, ...next });
  const numberOf = (value: number | string) => (value === '' ? null : Number(value));
  return (
    <EditForm
      label="Rules"
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
      said="The rules are saved"
    >
      {(errorOf) => (
        <>
          <Title order={2} size="h4">
            Posting and content
          </Title>
          <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }}>
            <NumberInput
              label="Posts a week"
              description="Where its accounts have no slots"
              min={0}
              max={200}
              value={shown.postsPerWeek ?? ''}
              onChange={(value) => change({ postsPerWeek: numberOf(value) })}
              error={errorOf('postsPerWeek')}
              errorProps={{ role: 'alert' }}
            />
            <NumberInput
              label="Declared age"
              description="Of the person in the pictures: 18 or more"
              min={1}
              max={150}
              value={shown.declaredAge ?? ''}
              onChange={(value) => change({ declaredAge: numberOf(value) })}
              error={errorOf('declaredAge')}
              errorProps={{ role: 'alert' }}
            />
            <Checkbox
              label="The pictures show a person"
              mt={{ base: 0, sm: 'xl' }}
              checked={shown.depicts === 'person'}
              onChange={({ currentTarget }) => change({ depicts: currentTarget.checked ? 'person' : 'none' })}
            />
            <TagsInput
              label="Words that captions must not have"
              value={shown.bannedWords}
              onChange={(bannedWords) => change({ bannedWords })}
              error={errorOf('bannedWords')}
              errorProps={{ role: 'alert' }}
            />
            <TagsInput
              label="People that no text may name"
              value={shown.realNames}
              onChange={(realNames) => change({ realNames })}
              error={errorOf('realNames')}
              errorProps={{ role: 'alert' }}
            />
          </SimpleGrid>
        </>
      )}
    </EditForm>
  );
}
