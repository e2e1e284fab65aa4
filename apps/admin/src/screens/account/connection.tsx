import { useState } from 'react';
import { Alert, Group, List, PasswordInput, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { AccountResponse } from '@trellis/api-client';
import { api, ok } from '../../api/client.ts';
import { queryClient } from '../../api/query-client.ts';
import { Section } from '../../ui/section.tsx';
import { Time } from '../../ui/time.tsx';
import { toast, toastError } from '../../ui/toasts.tsx';
import { ChangeButton } from '../../ui/when-allowed.tsx';

/** Whether an account of Instagram can publish: its token, what Instagram says of it, and what only the app can switch. */
export function Connection({ account }: { account: AccountResponse }) {
  const { externalId, tokenExpiresAt, quota } = account;
  return (
    <Section title="Connection to Instagram">
      {!externalId && <Text>Enter the Instagram id of the account below. The dashboard of your app shows it.</Text>}
      <TokenState account={account} />
      {tokenExpiresAt && (
        <Text size="sm">
          The token ends <Time at={tokenExpiresAt} />. A worker refreshes it once a day.
        </Text>
      )}
      {quota && (
        <Text size="sm">
          {quota.used} of {quota.total} posts in 24 hours, as of <Time at={quota.at} />.
        </Text>
      )}
      <SetToken id={account.id} />
      <Check id={account.id} />
      {account.aiProfileConfirmedAt === null && (
        <Alert color="yellow" variant="light" title="Instagram’s own label for AI">
          A profile that shows a person made by AI has to switch on Instagram’s own label, or loses reach. It is in the
          settings of the profile, in the app only. Confirm below that it is on.
        </Alert>
      )}
    </Section>
  );
}

function TokenState({ account: { token } }: { account: AccountResponse }) {
  if (!token.set) return <Text>The account has no token yet. Nothing is published until it has one.</Text>;
  return (
    <Text size="sm">
      A token that ends with <bdi>{token.last4}</bdi> was set {token.setAt && <Time at={token.setAt} />}
      {token.setBy && (
        <>
          {' '}
          by <bdi>{token.setBy}</bdi>
        </>
      )}
      .
    </Text>
  );
}

function SetToken({ id }: { id: string }) {
  const [token, setToken] = useState('');
  const save = useMutation({
    mutationFn: () =>
      ok(api.PUT('/api/v1/accounts/{id}/token', { params: { path: { id } }, body: { token: token.trim() } })),
    onSuccess: async () => {
      await queryClient.invalidateQueries();
      setToken('');
      toast('The token is saved');
    },
    onError: toastError,
  });
  return (
    <Group align="flex-end">
      <PasswordInput
        label="Token"
        description="Encrypted, and never shown again"
        autoComplete="off"
        value={token}
        onChange={({ currentTarget }) => setToken(currentTarget.value)}
      />
      <ChangeButton role="admin" disabled={token.trim() === ''} loading={save.isPending} onClick={() => save.mutate()}>
        Save token
      </ChangeButton>
    </Group>
  );
}

/** Asks Instagram now. */
function Check({ id }: { id: string }) {
  const check = useMutation({
    mutationFn: () => ok(api.POST('/api/v1/accounts/{id}/check', { params: { path: { id } } })),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['account', id] }),
    onError: toastError,
  });
  const problems = check.data?.problems ?? [];
  return (
    <>
      <Group>
        <ChangeButton variant="default" loading={check.isPending} onClick={() => check.mutate()}>
          Check connection
        </ChangeButton>
        <Text role="status" size="sm">
          {check.data?.ok && 'Instagram takes the token, and can fetch the pictures.'}
        </Text>
      </Group>
      {problems.length > 0 && (
        <Alert role="alert" color="red" variant="light" title="It cannot publish">
          <List aria-label="Problems of the connection">
            {problems.map(({ code, detail }) => (
              <List.Item key={code}>
                <bdi>{detail}</bdi>
              </List.Item>
            ))}
          </List>
        </Alert>
      )}
    </>
  );
}
