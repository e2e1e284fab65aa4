import { useState } from 'react';
import { Group, List, NativeSelect, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { api, ok } from '../../api/client.ts';
import { queryClient } from '../../api/query-client.ts';
import { reads } from '../../api/reads.ts';
import { AskDialog } from '../../ui/ask-dialog.tsx';
import { toast } from '../../ui/toasts.tsx';

interface Props {
  personaId: string | undefined;
  from: string;
  to: string;
  onClose: () => void;
}

/** Shows how the open slots of an account would be filled, then fills them. */
export function PlanDialog({ personaId, onClose, ...dates }: Props) {
  const { data: personas } = useQuery(reads.personas());
  const [chosenPersona, choosePersona] = useState(personaId);
  const persona = chosenPersona ?? personas?.items[0]?.id ?? '';
  const { data: accounts } = useQuery({ ...reads.accounts(persona), enabled: persona !== '' });
  const [chosen, choose] = useState<string>();
  const account = accounts?.items.find(({ id }) => id === chosen) ?? accounts?.items[0];
  const [{ from, to }, setDates] = useState(dates);
  const plan = (dryRun: boolean) =>
    ok(
      api.POST('/api/v1/accounts/{id}/plan', {
        params: { path: { id: account?.id ?? '' } },
        body: { from, to, dryRun },
      }),
    );
  const { data: preview } = useQuery({
    queryKey: ['plan', account?.id, from, to],
    queryFn: () => plan(true),
    enabled: account !== undefined && from <= to,
    retry: false,
  });
  const filled = preview?.items.filter(({ reason }) => reason === null).length ?? 0;
  return (
    <AskDialog
      title="Plan posts"
      button={filled === 1 ? 'Make 1 post' : `Make ${filled} posts`}
      ready={filled > 0}
      onClose={onClose}
      onSend={async () => {
        const { items } = await plan(false);
        await queryClient.invalidateQueries();
        const made = items.filter(({ postId, reason }) => postId !== null && reason !== 'draft_waits');
        const drafts = made.filter(({ reason }) => reason !== null).length;
        toast(`${made.length} posts are planned${drafts > 0 ? `, ${drafts} of them as drafts with problems` : ''}`);
      }}
    >
      <Group grow>
        <NativeSelect
          label="Persona"
          value={persona}
          data={(personas?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
          onChange={({ currentTarget }) => choosePersona(currentTarget.value)}
        />
        <NativeSelect
          label="Account"
          value={account?.id ?? ''}
          data={(accounts?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
          onChange={({ currentTarget }) => choose(currentTarget.value)}
        />
      </Group>
      <Group grow>
        <TextInput
          label="From"
          type="date"
          value={from}
          onChange={({ currentTarget }) => setDates({ from: currentTarget.value, to })}
        />
        <TextInput
          label="To"
          type="date"
          value={to}
          onChange={({ currentTarget }) => setDates({ from, to: currentTarget.value })}
        />
      </Group>
      {accounts?.items.length === 0 && (
        <Text size="sm">The persona has no account. Add one on the page of the persona.</Text>
      )}
      {preview?.items.length === 0 && <Text size="sm">No slot of the account is open on these days.</Text>}
      <List size="sm" aria-label="Plan">
        {preview?.items.map(({ slotId, local, why, reason }) => (
          <List.Item key={`${slotId} ${local}`}>
            <b>{local.replace('T', ' ')}</b> <bdi>{why}</bdi>
            {reason && (reason === 'draft_waits' ? ' (schedule or delete it)' : ' (stays open)')}
          </List.Item>
        ))}
      </List>
    </AskDialog>
  );
}
