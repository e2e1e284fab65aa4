import { useState } from 'react';
import { Group, Stack, Text, TextInput, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { PostResponse } from '@trellis/api-client';
import { reads } from '../../api/reads.ts';
import { AskDialog } from '../../ui/ask-dialog.tsx';
import { ChangeButton } from '../../ui/when-allowed.tsx';
import { nameOf } from '../calendar/post-name.ts';
import { postMoves } from './post-moves.ts';

/** When the post is published, and the ways back. */
export function Schedule({ post }: { post: PostResponse }) {
  const { data: account } = useQuery(reads.account(post.accountId));
  const [local, setLocal] = useState(post.scheduledLocal ?? '');
  const [cancelling, cancel] = useState(false);
  const { state } = post;
  const isOpen = state === 'draft' || state === 'scheduled';
  const place = (when: { localTime?: string; nextSlot?: boolean }) =>
    state === 'failed' ? postMoves.retry(post, when) : postMoves.schedule(post, when);
  if (!isOpen && state !== 'failed') return null;
  return (
    <Stack>
      <Title order={2} size="h4">
        Time
      </Title>
      <Group align="flex-end">
        <TextInput
          label="Local time"
          description={account?.timeZone}
          type="datetime-local"
          value={local}
          onChange={({ currentTarget }) => setLocal(currentTarget.value)}
        />
        <ChangeButton disabled={local === ''} onClick={() => place({ localTime: local })}>
          Schedule
        </ChangeButton>
        <ChangeButton variant="default" onClick={() => place({ nextSlot: true })}>
          Next open slot
        </ChangeButton>
        {isOpen && (
          <ChangeButton variant="default" onClick={() => postMoves.publish(post)}>
            Publish now
          </ChangeButton>
        )}
        {state === 'failed' && (
          <ChangeButton variant="default" onClick={() => postMoves.retry(post, {})}>
            Try again
          </ChangeButton>
        )}
      </Group>
      <Group>
        {state === 'scheduled' && (
          <ChangeButton variant="default" onClick={() => postMoves.unschedule(post)}>
            Back to a draft
          </ChangeButton>
        )}
        <ChangeButton variant="default" color="red.9" onClick={() => cancel(true)}>
          Cancel post
        </ChangeButton>
      </Group>
      {cancelling && (
        <AskDialog
          title="Cancel this post?"
          button="Cancel post"
          danger
          withoutField
          onClose={() => cancel(false)}
          onSend={async () => postMoves.cancel(post)}
        >
          <Text>
            “<bdi>{nameOf(post)}</bdi>” is not published, and cannot be scheduled again. Its {post.photos.length}{' '}
            pictures are free.
          </Text>
        </AskDialog>
      )}
    </Stack>
  );
}
