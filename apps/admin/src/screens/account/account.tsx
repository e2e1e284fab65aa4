import { useState } from 'react';
import { Alert, Group, NumberInput, Select, SimpleGrid, Stack, Switch, Text, TextInput, Title } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { AccountResponse, UpdateAccountDto } from '@trellis/api-client';
import { api, ok } from '../../api/client.ts';
import { queryClient } from '../../api/query-client.ts';
import { reads } from '../../api/reads.ts';
import { EditForm } from '../../ui/edit-form.tsx';
import { LinkTo } from '../../ui/link-to.tsx';
import { Page, Pending } from '../../ui/page.tsx';
import { toast, toastError } from '../../ui/toasts.tsx';
import { ChangeButton } from '../../ui/when-allowed.tsx';
import { Connection } from './connection.tsx';
import { Slots } from './slots.tsx';

const zones = ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')];

const reasons: Readonly<Record<string, string>> = {
  by_person: 'a person has paused it.',
  needs_login: 'Instagram does not take its token. Save a new one.',
  token_unreadable: 'its token cannot be decrypted. Save it again.',
  rate_limited: 'Instagram takes no requests for a while. It goes on by itself.',
  blocked: 'Instagram restricts it. Look at its messages in the app, then resume it.',
};

/** Where posts of a persona appear: its zone, its gap, its pause and its slots. */
export function Screen() {
  const { id } = useParams({ from: '/accounts/$id' });
  const { data: account, error } = useQuery(reads.account(id));
  if (!account) return <Pending error={error} what="The account" />;
  return (
    <Page
      title={account.name}
      screen="Account"
      above={
        <LinkTo to="/personas/$id" params={{ id: account.personaId }}>
          Persona
        </LinkTo>
      }
      aside={<Pause account={account} />}
    >
      {account.pausedAt && (
        <Alert role="alert" color="yellow" variant="light">
          The account is paused: {reasons[account.pauseReason ?? ''] ?? account.pauseReason} Nothing is published on it.
        </Alert>
      )}
      {account.provider === 'manual' && (
        <Text>A person posts. A due post waits under Today with its pictures and its caption.</Text>
      )}
      {account.provider === 'instagram' && <Connection account={account} />}
      <Settings key={id} account={account} />
      <Slots key={`slots ${id}`} account={account} />
    </Page>
  );
}

function Pause({ account: { id, pausedAt } }: { account: AccountResponse }) {
  const change = useMutation({
    mutationFn: () =>
      pausedAt
        ? ok(api.POST('/api/v1/accounts/{id}/resume', { params: { path: { id } } }))
        : ok(api.POST('/api/v1/accounts/{id}/pause', { params: { path: { id } } })),
    onSuccess: async () => {
      await queryClient.invalidateQueries();
      toast(pausedAt ? 'The account is resumed' : 'The account is paused');
    },
    onError: toastError,
  });
  return (
    <ChangeButton variant="default" loading={change.isPending} onClick={() => change.mutate()}>
      {pausedAt ? 'Resume' : 'Pause'}
    </ChangeButton>
  );
}

function Settings({ account }: { account: AccountResponse }) {
  const [changes, setChanges] = useState<UpdateAccountDto>({});
  const shown = { ...account, ...changes };
  const change = (next: UpdateAccountDto) => setChanges({ ...changes, ...next });
  return (
    <EditForm
      label="Account"
      opened={account}
      changed={Object.keys(changes).length > 0}
      onSave={(seen) =>
        ok(
          api.PATCH('/api/v1/accounts/{id}', {
            params: { path: { id: account.id }, header: { 'If-Match': seen } },
            body: changes,
          }),
        )
      }
      onSaved={async () => {
        await queryClient.invalidateQueries();
        setChanges({});
      }}
      said="The account is saved"
    >
      {(errorOf) => (
        <Stack>
          <Title order={2} size="h4">
            Account
          </Title>
          <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }}>
            <TextInput
              label="Name"
              value={shown.name}
              onChange={({ currentTarget }) => change({ name: currentTarget.value })}
              error={errorOf('name')}
              errorProps={{ role: 'alert' }}
            />
            {account.provider === 'instagram' && (
              <TextInput
                label="Instagram id"
                inputMode="numeric"
                value={shown.externalId ?? ''}
                onChange={({ currentTarget }) => change({ externalId: currentTarget.value.trim() || null })}
                error={errorOf('externalId')}
                errorProps={{ role: 'alert' }}
              />
            )}
            <Select
              label="Time zone"
              data={zones}
              searchable
              value={shown.timeZone}
              onChange={(timeZone) => timeZone && change({ timeZone })}
            />
            <NumberInput
              label="Gap between posts"
              description="Minutes, at least"
              min={0}
              max={10_080}
              value={shown.minGapMinutes}
              onChange={(value) => change({ minGapMinutes: Number(value) })}
              error={errorOf('minGapMinutes')}
              errorProps={{ role: 'alert' }}
            />
          </SimpleGrid>
          <Group>
            <Switch
              label="Instagram’s own label for AI is switched on"
              description="A profile that shows a person made by AI loses reach without it. Only the app can switch it."
              checked={shown.aiProfileConfirmedAt !== null}
              onChange={({ currentTarget }) =>
                change({ aiProfileConfirmedAt: currentTarget.checked ? new Date().toISOString() : null })
              }
            />
          </Group>
        </Stack>
      )}
    </EditForm>
  );
}
