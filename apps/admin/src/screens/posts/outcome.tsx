import { useState } from 'react';
import { Anchor, Group, List, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { PostResponse } from '@trellis/api-client';
import { api, ok } from '../../api/client.ts';
import { queryClient } from '../../api/query-client.ts';
import { reads } from '../../api/reads.ts';
import { AskDialog } from '../../ui/ask-dialog.tsx';
import { Section } from '../../ui/section.tsx';
import { Time } from '../../ui/time.tsx';
import { toast } from '../../ui/toasts.tsx';
import { ChangeButton } from '../../ui/when-allowed.tsx';
import { AddressField } from './address-field.tsx';

type Outcome = 'published' | 'failed';

/** What the API has of a medium, as far as it is shown. */
interface Medium {
  id: string;
  at: string;
  caption: string | null;
  permalink: string | null;
}

/** A post of which nothing says whether it was published: what is known, and the two answers of a person. */
export function UnknownOutcome({ post }: { post: PostResponse }) {
  const [outcome, choose] = useState<Outcome>();
  return (
    <Section title="Was it published?">
      <Text>
        It was sent, and no answer says what became of it.{' '}
        {post.nextAttemptAt ? (
          <>
            It is read again <Time at={post.nextAttemptAt} />, by itself.
          </>
        ) : (
          'It is not read again by itself: look at the account, and say so here.'
        )}
      </Text>
      <Evidence post={post} />
      <Group>
        <ChangeButton onClick={() => choose('published')}>It was published</ChangeButton>
        <ChangeButton variant="default" onClick={() => choose('failed')}>
          It was not published
        </ChangeButton>
      </Group>
      {outcome && <Resolution post={post} outcome={outcome} onClose={() => choose(undefined)} />}
    </Section>
  );
}

/** Every reading, and what the account has published last. */
function Evidence({ post }: { post: PostResponse }) {
  const { data: events } = useQuery(reads.postEvents(post.id));
  const { data: publishing } = useQuery(reads.publishing());
  const readings = (events?.items ?? []).filter(({ kind }) => ['lost', 'unknown', 'read', 'resumed'].includes(kind));
  const media = (publishing?.accounts.find(({ accountId }) => accountId === post.accountId)?.media ?? []) as Medium[];
  return (
    <>
      <Text size="sm">What was read:</Text>
      <List aria-label="Readings" size="sm">
        {readings.map(({ id, at, kind, data }) => (
          <List.Item key={id}>
            <Time at={at} /> {kind} <bdi>{String((data as { detail?: string }).detail ?? '')}</bdi>
          </List.Item>
        ))}
      </List>
      {media.length > 0 && <Text size="sm">Published last on this account:</Text>}
      {media.length > 0 && (
        <List aria-label="Published last on this account" size="sm">
          {media.map(({ id, at, caption, permalink }) => (
            <List.Item key={id}>
              <Time at={at} />{' '}
              {permalink ? (
                <Anchor href={permalink} rel="noreferrer noopener" target="_blank" size="sm">
                  <bdi>{caption ?? permalink}</bdi>
                </Anchor>
              ) : (
                <bdi>{caption ?? id}</bdi>
              )}
            </List.Item>
          ))}
        </List>
      )}
    </>
  );
}

function Resolution({ post, outcome, onClose }: { post: PostResponse; outcome: Outcome; onClose: () => void }) {
  const [permalink, setPermalink] = useState('');
  const isPublished = outcome === 'published';
  return (
    <AskDialog
      title={isPublished ? 'It was published' : 'It was not published'}
      button={isPublished ? 'It was published' : 'It was not published'}
      onClose={onClose}
      onSend={async () => {
        const body = { outcome, ...(isPublished && permalink.trim() && { permalink: permalink.trim() }) };
        await ok(api.POST('/api/v1/posts/{id}/resolution', { params: { path: { id: post.id } }, body }));
        await queryClient.invalidateQueries();
        toast(isPublished ? 'The post is published' : 'The post has failed. It can be scheduled again.');
      }}
    >
      {isPublished ? (
        <AddressField value={permalink} onChange={setPermalink} />
      ) : (
        <Text>Look at the account first. If the post is there after all, another try shows it twice.</Text>
      )}
    </AskDialog>
  );
}
