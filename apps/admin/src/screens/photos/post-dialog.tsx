import { useState } from 'react';
import { NativeSelect, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { reads } from '../../api/reads.ts';
import { AskDialog } from '../../ui/ask-dialog.tsx';
import { createPost } from '../calendar/post-acts.ts';
import type { GridPhoto } from './photo-name.ts';

interface Props {
  photos: readonly GridPhoto[];
  onClose: () => void;
}

/** A draft of a post with these photos, on an account of their persona. */
export function PostDialog({ photos, onClose }: Props) {
  const personaId = photos[0]?.personaId ?? '';
  const { data } = useQuery(reads.accounts(personaId));
  const [chosen, choose] = useState<string>();
  const navigate = useNavigate();
  const account = data?.items.find(({ id }) => id === chosen) ?? data?.items[0];
  return (
    <AskDialog
      title={photos.length === 1 ? 'New post with the photo' : `New post with ${photos.length} photos`}
      button="Create post"
      ready={account !== undefined}
      onClose={onClose}
      onSend={async () => {
        const { id } = await createPost(
          account?.id ?? '',
          photos.map((one) => one.id),
        );
        await navigate({ to: '/posts/$id', params: { id } });
      }}
    >
      {data?.items.length === 0 && <Text>The persona has no account. Add one on the page of the persona.</Text>}
      <NativeSelect
        label="Account"
        value={account?.id ?? ''}
        data={(data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
        onChange={({ currentTarget }) => choose(currentTarget.value)}
        data-autofocus
      />
    </AskDialog>
  );
}
