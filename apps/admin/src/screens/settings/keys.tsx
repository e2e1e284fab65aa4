import { useState } from 'react';
import { Alert, Code, CopyButton, Button, NativeSelect, Stack, Table, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { KeyResponse } from '@trellis/api-client';
import { api, ok } from '../../api/client.ts';
import { messageOf } from '../../api/problem-error.ts';
import { useWhyNot } from '../../session/session.tsx';
import { NameDialog } from '../../ui/name-dialog.tsx';
import { Page, Pending } from '../../ui/page.tsx';
import { Time } from '../../ui/time.tsx';
import { toast } from '../../ui/toasts.tsx';
import { SettingsTabs } from './settings-tabs.tsx';
import { ChangeButton } from '../../ui/when-allowed.tsx';

const roles = ['viewer', 'operator', 'admin'] as const;
type Role = (typeof roles)[number];

/** API keys: one for each person and program. A new one is shown once. */
export function Screen() {
  const whyNot = useWhyNot('admin');
  const [creating, setCreating] = useState(false);
  const [made, setMade] = useState<{ name: string; key: string }>();
  return (
    <Page
      title="Keys"
      above={<SettingsTabs />}
      aside={
        <ChangeButton role="admin" onClick={() => setCreating(true)}>
          New key for a person
        </ChangeButton>
      }
    >
      {made && (
        <Alert role="status" color="teal" variant="light" title={`The key of ${made.name}`}>
          <Text size="sm">It is shown here once. Copy it now.</Text>
          <Code block>{made.key}</Code>
          <CopyButton value={made.key}>
            {({ copied, copy }) => (
              <Button size="xs" mt="xs" variant="default" onClick={copy}>
                {copied ? 'Copied' : 'Copy'}
              </Button>
            )}
          </CopyButton>
        </Alert>
      )}
      {whyNot ? <Text>{whyNot}</Text> : <Keys />}
      {creating && <NewKey onClose={() => setCreating(false)} onMade={setMade} />}
    </Page>
  );
}

function Keys() {
  const { data, error } = useQuery({
    queryKey: ['keys'],
    queryFn: () => ok(api.GET('/api/v1/keys', { params: { query: { limit: 200 } } })),
  });
  if (!data) return <Pending error={error} what="Keys" />;
  return (
    <Table.ScrollContainer minWidth={560}>
      <Table aria-label="Keys">
        <Table.Thead>
          <Table.Tr>
            {['Name', 'Role', 'Last used', 'State'].map((head) => (
              <Table.Th key={head}>{head}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {data.items.map((key) => (
            <KeyRow key={key.id} of={key} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function KeyRow({ of: { id, name, role, lastUsedAt, revokedAt } }: { of: KeyResponse }) {
  const queries = useQueryClient();
  const [sure, setSure] = useState(false);
  const revoke = useMutation({
    mutationFn: () => ok(api.DELETE('/api/v1/keys/{id}', { params: { path: { id } } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['keys'] }),
    onError: (error) => toast(messageOf(error), { color: 'red' }),
  });
  return (
    <Table.Tr>
      <Table.Td>
        <bdi>{name}</bdi>
      </Table.Td>
      <Table.Td>{role}</Table.Td>
      <Table.Td>{lastUsedAt ? <Time at={lastUsedAt} /> : 'never'}</Table.Td>
      <Table.Td>
        {revokedAt ? (
          'revoked'
        ) : sure ? (
          <ChangeButton role="admin" size="xs" color="red.9" onClick={() => revoke.mutate()}>
            Revoke {name}: its sessions end
          </ChangeButton>
        ) : (
          <ChangeButton role="admin" size="xs" variant="default" onClick={() => setSure(true)}>
            Revoke
          </ChangeButton>
        )}
      </Table.Td>
    </Table.Tr>
  );
}

function NewKey({ onClose, onMade }: { onClose: () => void; onMade: (key: { name: string; key: string }) => void }) {
  const [role, setRole] = useState<Role>('operator');
  const queries = useQueryClient();
  const create = async (name: string) => {
    onMade(await ok(api.POST('/api/v1/keys', { body: { name, role } })));
    await queries.invalidateQueries({ queryKey: ['keys'] });
  };
  return (
    <NameDialog title="New key" onClose={onClose} onCreate={create}>
      <Stack gap={4}>
        <NativeSelect
          label="Role"
          value={role}
          data={[
            { value: 'viewer', label: 'viewer: sees everything' },
            { value: 'operator', label: 'operator: also plans, votes and completes' },
            { value: 'admin', label: 'admin: also deletes, and manages keys' },
          ]}
          onChange={({ currentTarget }) => setRole(roles.find((one) => one === currentTarget.value) ?? 'operator')}
        />
      </Stack>
    </NameDialog>
  );
}
