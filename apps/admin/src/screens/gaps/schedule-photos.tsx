import { useState } from 'react';
import { NativeSelect, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { api, ok } from '../../api/client.ts';
import { ProblemError } from '../../api/problem-error.ts';
import { queryClient } from '../../api/query-client.ts';
import { reads } from '../../api/reads.ts';
import { AskDialog } from '../../ui/ask-dialog.tsx';
import { toast } from '../../ui/toasts.tsx';
import { ChangeButton } from '../../ui/when-allowed.tsx';
import { some } from './gap-words.ts';

interface Props {
  personaId: string;
  pillar: { pillarId: string; name: string };
  /** The oldest first. */
  photoIds: readonly string[];
}

/** A post of each photo, in the next open slots of an account. */
export function SchedulePhotos(props: Props) {
  const [asking, ask] = useState(false);
  return (
    <>
      <ChangeButton size="xs" variant="default" onClick={() => ask(true)}>
        Schedule {some(props.photoIds.length, 'photo')} for {props.pillar.name}
      </ChangeButton>
      {asking && <ScheduleDialog {...props} onClose={() => ask(false)} />}
    </>
  );
}

function ScheduleDialog({ personaId, pillar, photoIds, onClose }: Props & { onClose: () => void }) {
  const { data } = useQuery(reads.accounts(personaId));
  const [chosen, choose] = useState<string>();
  const account = data?.items.find(({ id }) => id === chosen) ?? data?.items[0];
  return (
    <AskDialog
      title={`Schedule ${some(photoIds.length, 'photo')}`}
      button="Schedule"
      ready={account !== undefined}
      onClose={onClose}
      onSend={async () => {
        try {
          for (const photoId of photoIds) await schedule(account?.id ?? '', pillar.pillarId, photoId);
          toast(`${some(photoIds.length, 'post is', 'posts are')} scheduled`);
        } finally {
          await queryClient.invalidateQueries();
        }
      }}
    >
      {data?.items.length === 0 && <Text>The persona has no account. Add one on the page of the persona.</Text>}
      <NativeSelect
        label="Account"
        description="Each photo takes its next open slot, with a caption from a template"
        value={account?.id ?? ''}
        data={(data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
        onChange={({ currentTarget }) => choose(currentTarget.value)}
        data-autofocus
      />
    </AskDialog>
  );
}

/** With the first caption that no recent post has. A post that is refused stays as a draft, and the refusal is shown. */
async function schedule(accountId: string, pillarId: string, photoId: string): Promise<void> {
  const { id } = await ok(api.POST('/api/v1/posts', { body: { accountId, pillarId, photoIds: [photoId] } }));
  const params = { path: { id } };
  await ok(api.POST('/api/v1/posts/{id}/caption-drafts', { params }));
  const { items } = await ok(api.GET('/api/v1/posts/{id}/caption-drafts', { params }));
  const captions = items.length > 0 ? items : [{ caption: '', hashtags: [] }];
  for (const [n, { caption, hashtags }] of captions.entries()) {
    await ok(api.PATCH('/api/v1/posts/{id}', { params, body: { caption, hashtags } }));
    try {
      await ok(api.POST('/api/v1/posts/{id}/schedule', { params, body: { nextSlot: true } }));
      return;
    } catch (error) {
      const isRepeated = error instanceof ProblemError && error.problem.code === 'duplicate_caption';
      if (!isRepeated || n === captions.length - 1) throw error;
    }
  }
}
