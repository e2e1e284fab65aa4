import { useState } from 'react';
import { NativeSelect, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { reads } from '../../api/reads.ts';
import { AskDialog } from '../../ui/ask-dialog.tsx';
import { move, tag } from './photo-acts.ts';
import type { GridPhoto } from './photo-name.ts';

interface Props {
  photos: readonly GridPhoto[];
  onClose: () => void;
}

const count = (photos: readonly unknown[]): string => (photos.length === 1 ? 'the photo' : `${photos.length} photos`);

export function TagDialog({ photos, onClose }: Props) {
  const [text, setText] = useState('');
  return (
    <AskDialog
      title={`Tag ${count(photos)}`}
      button="Tag"
      ready={text.trim() !== ''}
      onClose={onClose}
      onSend={() => tag(photos, text.trim())}
    >
      <TextInput
        label="Tag"
        value={text}
        maxLength={100}
        onChange={({ currentTarget }) => setText(currentTarget.value)}
        data-autofocus
      />
    </AskDialog>
  );
}

/** To a cluster of the same persona. */
export function MoveDialog({ photos, onClose }: Props) {
  const personaId = photos[0]?.personaId ?? '';
  const { data } = useQuery(reads.clusters(personaId));
  const [chosen, choose] = useState<string>();
  const cluster = data?.items.find(({ id }) => id === (chosen ?? data.items[0]?.id));
  return (
    <AskDialog
      title={`Move ${count(photos)}`}
      button="Move"
      ready={cluster !== undefined}
      onClose={onClose}
      onSend={async () => cluster && move(photos, cluster.id, cluster.name)}
    >
      <NativeSelect
        label="Cluster"
        value={cluster?.id ?? ''}
        data={(data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
        onChange={({ currentTarget }) => choose(currentTarget.value)}
        data-autofocus
      />
    </AskDialog>
  );
}
