import { useState } from 'react';
import { Checkbox, NativeSelect, PasswordInput, TextInput } from '@mantine/core';
import type { ServerResponse, UpdateServerDto } from '@trellis/api-client';
import { api, ok } from '../../api/client.ts';
import { fieldError } from '../../api/problem-error.ts';
import { AskDialog } from '../../ui/ask-dialog.tsx';

interface Props {
  /** Without one, a new one is entered. */
  server?: ServerResponse;
  onClose: () => void;
  onSaved: () => Promise<unknown>;
}

const ways = [
  { value: 'upload', label: 'are uploaded to it' },
  { value: 'path', label: 'are on a disk that it shares' },
] as const;
const FIELDS = ['name', 'baseUrl', 'token'];

/** What a person enters of a server. The token is never shown again. */
export function ServerDialog({ server, onClose, onSaved }: Props) {
  const [name, setName] = useState(server?.name ?? '');
  const [baseUrl, setBaseUrl] = useState(server?.baseUrl ?? '');
  const [token, setToken] = useState('');
  const [isWithout, setWithout] = useState(false);
  const [parentImages, setWay] = useState<(typeof ways)[number]['value']>(server?.parentImages ?? 'upload');
  const [error, setError] = useState<unknown>();
  const save = async () => {
    const body = { name, baseUrl, parentImages, ...(token && { token }), ...(isWithout && !token && { token: null }) };
    if (server) {
      const params = { path: { id: server.id }, header: { 'If-Match': server.updatedAt } };
      await ok(api.PATCH('/api/v1/servers/{id}', { params, body: body satisfies UpdateServerDto }));
    } else await ok(api.POST('/api/v1/servers', { body }));
    await onSaved();
  };
  const refusalOf = (field: string) => ({ error: fieldError(error, field), errorProps: { role: 'alert' } });
  return (
    <AskDialog
      title={server ? `Edit ${server.name}` : 'New server'}
      button={server ? 'Save' : 'Create'}
      ready={name.trim() !== '' && baseUrl.trim() !== ''}
      onClose={onClose}
      onSend={save}
      onError={(thrown) => {
        setError(thrown);
        return FIELDS.some((field) => fieldError(thrown, field) !== undefined);
      }}
    >
      <TextInput
        label="Name"
        value={name}
        onChange={({ currentTarget }) => setName(currentTarget.value)}
        {...refusalOf('name')}
        data-autofocus
      />
      <TextInput
        label="Address"
        description="Where ComfyUI answers, such as http://127.0.0.1:8188"
        value={baseUrl}
        onChange={({ currentTarget }) => setBaseUrl(currentTarget.value)}
        {...refusalOf('baseUrl')}
      />
      <PasswordInput
        label="Token"
        description={
          server?.token.set
            ? `Of a proxy before it. One is set, ending in ${server.token.last4}; leave this empty to keep it`
            : 'Of a proxy before it; most servers have none'
        }
        value={token}
        onChange={({ currentTarget }) => setToken(currentTarget.value)}
        autoComplete="off"
        {...refusalOf('token')}
      />
      {server?.token.set && (
        <Checkbox
          label="Remove the token"
          checked={isWithout}
          onChange={({ currentTarget }) => setWithout(currentTarget.checked)}
        />
      )}
      <NativeSelect
        label="Pictures of parents"
        value={parentImages}
        data={[...ways]}
        onChange={({ currentTarget }) =>
          setWay(ways.find(({ value }) => value === currentTarget.value)?.value ?? 'upload')
        }
      />
    </AskDialog>
  );
}
