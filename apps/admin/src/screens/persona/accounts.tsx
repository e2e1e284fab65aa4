import { useState } from 'react';
import { Group, NativeSelect, Stack, Text, Title } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { PersonaResponse } from '@trellis/api-client';
import { api, ok } from '../../api/client.ts';
import { reads } from '../../api/reads.ts';
import { LinkTo } from '../../ui/link-to.tsx';
import { NameDialog } from '../../ui/name-dialog.tsx';
import { ChangeButton } from '../../ui/when-allowed.tsx';

const providers = [
  { value: 'manual', label: 'A person posts' },
  { value: 'instagram', label: 'Instagram' },
] as const;

/** Where the posts of the persona appear. */
export function Accounts({ persona }: { persona: PersonaResponse }) {
  const { data } = useQuery(reads.accounts(persona.id));
  const [creating, create] = useState(false);
  return (
    <Stack gap="xs">
      <Group justify="space-between">
        <Title order={2} size="h4">
          Accounts
        </Title>
        <ChangeButton role="admin" size="xs" variant="default" onClick={() => create(true)}>
          New account
        </ChangeButton>
      </Group>
      {data?.items.length === 0 && <Text c="dimmed">The persona has no account to post on.</Text>}
      {data?.items.map(({ id, name, provider, pausedAt }) => (
        <Group key={id}>
          <LinkTo to="/accounts/$id" params={{ id }}>
            <bdi>{name}</bdi>
          </LinkTo>
          <Text size="sm" c="dimmed">
            {provider === 'manual' ? 'a person posts' : provider}
            {pausedAt && ', paused'}
          </Text>
        </Group>
      ))}
      {creating && <NewAccount persona={persona} onClose={() => create(false)} />}
    </Stack>
  );
}

function NewAccount({ persona, onClose }: { persona: PersonaResponse; onClose: () => void }) {
  const [provider, choose] = useState<(typeof providers)[number]['value']>('manual');
  const queries = useQueryClient();
  const navigate = useNavigate();
  const create = async (name: string) => {
    const params = { path: { personaId: persona.id } };
    const body = { name, provider, timeZone: persona.timeZone };
    const { id } = await ok(api.POST('/api/v1/personas/{personaId}/accounts', { params, body }));
    await queries.invalidateQueries({ queryKey: ['accounts', persona.id] });
    await navigate({ to: '/accounts/$id', params: { id } });
  };
  return (
    <NameDialog title="New account" onClose={onClose} onCreate={create}>
      <NativeSelect
        label="Who posts"
        value={provider}
        data={[...providers]}
        onChange={({ currentTarget }) =>
          choose(providers.find(({ value }) => value === currentTarget.value)?.value ?? 'manual')
        }
      />
    </NameDialog>
  );
}
