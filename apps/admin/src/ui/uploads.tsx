import { useRef, useState, type InputHTMLAttributes } from 'react';
import { List, Progress, Text } from '@mantine/core';
import { ChangeButton } from './when-allowed.tsx';

export interface Upload {
  id: number;
  name: string;
  /** 0 to 1. */
  sent: number;
  outcome?: string;
}

export interface Uploads {
  items: readonly Upload[];
  add: (files: readonly File[]) => void;
}

interface Result {
  results?: { status: string; code: string | null; detail: string | null }[];
  detail?: string;
}

/** What the server says of one file. */
function outcomeOf(status: number, text: string): string {
  const body = (text ? JSON.parse(text) : {}) as Result;
  const [one] = body.results ?? [];
  if (one?.status === 'refused') return `refused: ${one.detail ?? one.code ?? ''}`;
  return status < 300 ? 'uploaded' : `refused: ${body.detail ?? status}`;
}

const send = (url: string, form: FormData, onSent: (share: number) => void): Promise<string> =>
  new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.upload.addEventListener('progress', ({ loaded, total }) => onSent(total ? loaded / total : 0));
    request.addEventListener('load', () => resolve(outcomeOf(request.status, request.responseText)));
    request.addEventListener('error', () => resolve('not sent: the server does not answer'));
    request.open('POST', url);
    request.send(form);
  });

/** Uploads files one after the other; each has its progress and its outcome. */
export function useUploads(
  url: string,
  field: string,
  onDone: () => unknown,
  more: Record<string, string> = {},
): Uploads {
  const [items, setItems] = useState<readonly Upload[]>([]);
  const serial = useRef(0);
  const line = useRef(Promise.resolve());
  const change = (id: number, changes: Partial<Upload>) =>
    setItems((before) => before.map((one) => (one.id === id ? { ...one, ...changes } : one)));
  const one = async (id: number, file: File) => {
    const form = new FormData();
    for (const [name, value] of Object.entries(more)) form.append(name, value);
    form.append(field, file, file.name);
    const outcome = await send(url, form, (sent) => change(id, { sent }));
    change(id, { sent: 1, outcome });
    await onDone();
  };
  const add = (files: readonly File[]) => {
    for (const file of files) {
      serial.current += 1;
      const id = serial.current;
      setItems((before) => [...before, { id, name: file.name, sent: 0 }]);
      line.current = line.current.then(() => one(id, file));
    }
  };
  return { items, add };
}

interface ButtonProps {
  label: string;
  uploads: Uploads;
}

const TYPES = 'image/png,image/jpeg,image/webp';

export function UploadButton({ label, uploads }: ButtonProps) {
  return <Chooser label={label} onFiles={uploads.add} accept={TYPES} multiple />;
}

/** Every picture of a folder. */
export function FolderButton({ label, uploads }: ButtonProps) {
  const pictures = (files: readonly File[]) => uploads.add(files.filter(({ type }) => TYPES.split(',').includes(type)));
  return <Chooser label={label} onFiles={pictures} webkitdirectory="" />;
}

interface ChooserProps extends InputHTMLAttributes<HTMLInputElement> {
  label: string;
  onFiles: (files: readonly File[]) => void;
  /** Choose a folder instead of files. */
  webkitdirectory?: string;
}

function Chooser({ label, onFiles, ...kind }: ChooserProps) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        type="file"
        hidden
        {...kind}
        onChange={({ currentTarget }) => {
          onFiles([...(currentTarget.files ?? [])]);
          currentTarget.value = '';
        }}
      />
      <ChangeButton variant="default" onClick={() => input.current?.click()}>
        {label}
      </ChangeButton>
    </>
  );
}

export function UploadList({ uploads: { items } }: { uploads: Uploads }) {
  if (items.length === 0) return null;
  return (
    <List aria-label="Uploads" listStyleType="none" spacing={4}>
      {items.map(({ id, name, sent, outcome }) => (
        <List.Item key={id}>
          <Text size="sm">
            <bdi>{name}</bdi>: {outcome ?? `${Math.round(sent * 100)} %`}
          </Text>
          {!outcome && <Progress value={sent * 100} size="xs" aria-label={`Upload of ${name}`} />}
        </List.Item>
      ))}
    </List>
  );
}
