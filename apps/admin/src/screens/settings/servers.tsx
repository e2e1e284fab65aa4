import { useState } from 'react';
import { Alert, Badge, Group, Table, Text } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import type { ServerCheckResponse, ServerResponse } from '@trellis/api-client';
import { api, ok } from '../../api/client.ts';
import { queryClient } from '../../api/query-client.ts';
import { reads } from '../../api/reads.ts';
import { AskDialog } from '../../ui/ask-dialog.tsx';
import { serverStateWords, serverWords, stateColors } from '../../ui/generation-words.ts';
import { Empty, Page, Pending } from '../../ui/page.tsx';
import { toastError } from '../../ui/toasts.tsx';
import { ChangeButton } from '../../ui/when-allowed.tsx';
import { ServerDialog } from './server-dialog.tsx';
import { SettingsTabs } from './settings-tabs.tsx';

const refresh = () => queryClient.invalidateQueries({ queryKey: ['servers'] });

/** The ComfyUI servers that pictures are made on. */
export function Screen() {
  const { data, error } = useQuery(reads.servers());
  const [edited, edit] = useState<ServerResponse | 'new'>();
  const [checked, setChecked] = useState<ServerCheckResponse>();
  const newButton = (
    <ChangeButton role="admin" onClick={() => edit('new')}>
      New server
    </ChangeButton>
  );
  return (
    <Page title="Servers" above={<SettingsTabs />} aside={newButton}>
      {checked && <Checked check={checked} onClose={() => setChecked(undefined)} />}
      {!data ? (
        <Pending error={error} what="Servers" />
      ) : data.items.length === 0 ? (
        <Empty>
          There is no server. Pictures are generated on ComfyUI: enter the address where it runs, such as
          http://127.0.0.1:8188.
        </Empty>
      ) : (
        <Table.ScrollContainer minWidth={760}>
          <Table aria-label="Servers">
            <Table.Thead>
              <Table.Tr>
                {['Name', 'Address', 'State', 'Version', 'Acts'].map((head) => (
                  <Table.Th key={head}>{head}</Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {data.items.map((server) => (
                <ServerRow key={server.id} server={server} onEdit={() => edit(server)} onChecked={setChecked} />
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      {edited && (
        <ServerDialog
          server={edited === 'new' ? undefined : edited}
          onClose={() => edit(undefined)}
          onSaved={refresh}
        />
      )}
    </Page>
  );
}

interface RowProps {
  server: ServerResponse;
  onEdit: () => void;
  onChecked: (check: ServerCheckResponse) => void;
}

function ServerRow({ server, onEdit, onChecked }: RowProps) {
  const { id, name, baseUrl, state, reason, version } = server;
  const [removing, remove] = useState(false);
  const path = { params: { path: { id } } };
  const check = useMutation({
    mutationFn: () => ok(api.POST('/api/v1/servers/{id}/check', path)),
    onSuccess: onChecked,
    onError: toastError,
  });
  const turn = useMutation({
    mutationFn: () => ok(api.PATCH('/api/v1/servers/{id}', { ...path, body: { disabled: state !== 'disabled' } })),
    onSuccess: refresh,
    onError: toastError,
  });
  return (
    <Table.Tr>
      <Table.Td>
        <bdi>{name}</bdi>
      </Table.Td>
      <Table.Td>
        <bdi>{baseUrl}</bdi>
      </Table.Td>
      <Table.Td>
        <Badge color={stateColors[state] ?? 'gray.7'} variant="filled" tt="none">
          {serverStateWords[state]}
        </Badge>
        {(reason ?? (state === 'down' && 'not asked yet')) && (
          <Text size="xs">{reason ? (serverWords[reason] ?? reason) : 'not asked yet'}</Text>
        )}
      </Table.Td>
      <Table.Td>{version}</Table.Td>
      <Table.Td>
        <Group gap="xs">
          <ChangeButton
            size="xs"
            variant="default"
            loading={check.isPending}
            aria-label={`Check ${name}`}
            onClick={() => check.mutate()}
          >
            Check
          </ChangeButton>
          <ChangeButton role="admin" size="xs" variant="default" aria-label={`Edit ${name}`} onClick={onEdit}>
            Edit
          </ChangeButton>
          <ChangeButton
            role="admin"
            size="xs"
            variant="default"
            aria-label={`${state === 'disabled' ? 'Enable' : 'Disable'} ${name}`}
            onClick={() => turn.mutate()}
          >
            {state === 'disabled' ? 'Enable' : 'Disable'}
          </ChangeButton>
          <ChangeButton
            role="admin"
            size="xs"
            variant="default"
            aria-label={`Remove ${name}`}
            onClick={() => remove(true)}
          >
            Remove
          </ChangeButton>
        </Group>
        {removing && (
          <AskDialog
            title={`Remove ${name}?`}
            button="Remove"
            danger
            withoutField
            onClose={() => remove(false)}
            onSend={async () => {
              await ok(api.DELETE('/api/v1/servers/{id}', path));
              await refresh();
            }}
          >
            <Text>Nothing more is made on it. What it has made stays.</Text>
          </AskDialog>
        )}
      </Table.Td>
    </Table.Tr>
  );
}

function Checked({
  check: { name, ok: isFit, version, problems },
  onClose,
}: {
  check: ServerCheckResponse;
  onClose: () => void;
}) {
  return (
    <Alert
      role="status"
      color={isFit ? 'teal' : 'red'}
      variant="light"
      title={isFit ? `${name} is fit` : `${name} is not fit`}
      withCloseButton
      closeButtonLabel="Close the result"
      onClose={onClose}
    >
      {isFit && <Text size="sm">ComfyUI {version} has every node that is needed, and made a small picture.</Text>}
      {problems.map(({ code, detail }) => (
        <Text key={code} size="sm">
          <bdi>{detail}</bdi>
        </Text>
      ))}
    </Alert>
  );
}
