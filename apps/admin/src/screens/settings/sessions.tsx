import { Switch, Table, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { SessionResponse } from '@trellis/api-client';
import { api, ok } from '../../api/client.ts';
import { queryClient } from '../../api/query-client.ts';
import { useSingleKeys } from '../../keys/single-keys.ts';
import { useWhyNot } from '../../session/session.tsx';
import { More } from '../../ui/more.tsx';
import { Page, Pending } from '../../ui/page.tsx';
import { Time } from '../../ui/time.tsx';
import { toastError } from '../../ui/toasts.tsx';
import { useList } from '../../ui/use-list.ts';
import { ChangeButton } from '../../ui/when-allowed.tsx';
import { SettingsTabs } from './settings-tabs.tsx';

/** Who is signed in where, and how this device takes keys. */
export function Screen() {
  const whyNot = useWhyNot('admin');
  const [singleKeys, setSingleKeys] = useSingleKeys();
  return (
    <Page title="Sessions" above={<SettingsTabs />}>
      <Switch
        label="Single-key shortcuts"
        description="On this device. Without them, dictated text presses no key by accident. Ctrl+K, Ctrl+Enter, arrows and Escape go on working."
        checked={singleKeys}
        onChange={({ currentTarget }) => setSingleKeys(currentTarget.checked)}
      />
      {whyNot ? <Text>The list of sessions: {whyNot}</Text> : <Sessions />}
    </Page>
  );
}

function Sessions() {
  const { query, items } = useList(['sessions'], (cursor) =>
    ok(api.GET('/api/v1/sessions', { params: { query: { limit: 50, cursor } } })),
  );
  if (!items) return <Pending error={query.error} what="Sessions" />;
  return (
    <Table.ScrollContainer minWidth={640}>
      <Table aria-label="Sessions">
        <Table.Thead>
          <Table.Tr>
            {['Person', 'Role', 'Address', 'Since', 'State'].map((head) => (
              <Table.Th key={head}>{head}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {items.map((session) => (
            <SessionRow key={session.id} of={session} now={query.dataUpdatedAt} />
          ))}
        </Table.Tbody>
      </Table>
      <More query={query} />
    </Table.ScrollContainer>
  );
}

interface RowProps {
  of: SessionResponse;
  /** When the list was read, in milliseconds. */
  now: number;
}

function SessionRow({ of: { id, keyName, by, role, address, createdAt, expiresAt, endedAt }, now }: RowProps) {
  const end = useMutation({
    mutationFn: () => ok(api.DELETE('/api/v1/sessions/{id}', { params: { path: { id } } })),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['sessions'] }),
    onError: toastError,
  });
  const isOver = endedAt !== null || Date.parse(expiresAt) < now;
  return (
    <Table.Tr>
      <Table.Td>
        <bdi>{keyName}</bdi>
        {by && (
          <>
            {' '}
            (<bdi>{by}</bdi>)
          </>
        )}
      </Table.Td>
      <Table.Td>{role}</Table.Td>
      <Table.Td>{address}</Table.Td>
      <Table.Td>
        <Time at={createdAt} />
      </Table.Td>
      <Table.Td>
        {isOver ? (
          'ended'
        ) : (
          <ChangeButton role="admin" size="xs" variant="default" onClick={() => end.mutate()}>
            End session
          </ChangeButton>
        )}
      </Table.Td>
    </Table.Tr>
  );
}
