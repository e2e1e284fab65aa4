import { useState } from 'react';
import { Alert, Button, Group, Text } from '@mantine/core';
import { useQueries, useQuery } from '@tanstack/react-query';
import type { PostResponse } from '@trellis/api-client';
import { api, ok } from '../../api/client.ts';
import { queryClient } from '../../api/query-client.ts';
import { reads } from '../../api/reads.ts';
import { AskDialog } from '../../ui/ask-dialog.tsx';
import { toast, toastError } from '../../ui/toasts.tsx';
import { ChangeButton } from '../../ui/when-allowed.tsx';
import { AddressField } from './address-field.tsx';

/** It is time: the pictures, the caption, and where it was posted. */
export function PostNow({ post }: { post: PostResponse }) {
  const [marking, mark] = useState(false);
  const { data: persona } = useQuery(reads.persona(post.personaId));
  const photos = useQueries({
    queries: post.photos.map(({ photoId }) => ({ ...reads.photo(photoId ?? ''), enabled: photoId !== null })),
  });
  const disclosure = persona?.captionConfig?.disclosure;
  const text = [post.caption, disclosure, post.hashtags.map((tag) => `#${tag}`).join(' ')].filter(Boolean).join('\n\n');
  const copy = () => void navigator.clipboard.writeText(text).then(() => toast('The caption is copied'), toastError);
  const share = () =>
    void navigator.share({ text }).catch((error: unknown) => {
      // Closing the sheet is no failure.
      if ((error as Error).name !== 'AbortError') toastError(error);
    });
  return (
    <Alert color="teal" variant="light" title="Post now">
      <Text mb="sm">Save the pictures, copy the caption, post them, and say so here.</Text>
      <Group>
        {photos.map(
          ({ data }, n) =>
            data?.url && (
              <Button
                key={data.id}
                variant="default"
                renderRoot={(props) => (
                  <a
                    href={data.url ?? ''}
                    download={`picture-${n + 1}.jpg`}
                    target="_blank"
                    rel="noreferrer"
                    {...props}
                  />
                )}
              >
                Download picture {n + 1}
              </Button>
            ),
        )}
        <Button variant="default" onClick={copy}>
          Copy caption
        </Button>
        {'share' in navigator && (
          <Button variant="default" onClick={share}>
            Share
          </Button>
        )}
        <ChangeButton onClick={() => mark(true)}>Mark as posted</ChangeButton>
      </Group>
      {marking && <MarkDialog post={post} onClose={() => mark(false)} />}
    </Alert>
  );
}

function MarkDialog({ post, onClose }: { post: PostResponse; onClose: () => void }) {
  const [permalink, setPermalink] = useState('');
  return (
    <AskDialog
      title="Mark as posted"
      button="Mark as posted"
      onClose={onClose}
      onSend={async () => {
        const body = { postedAt: new Date().toISOString(), permalink: permalink.trim() || null };
        await ok(api.POST('/api/v1/posts/{id}/posted', { params: { path: { id: post.id } }, body }));
        await queryClient.invalidateQueries();
        toast('The post is published');
      }}
    >
      <AddressField value={permalink} onChange={setPermalink} />
    </AskDialog>
  );
}
