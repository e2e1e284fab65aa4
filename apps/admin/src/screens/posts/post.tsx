import { Alert, Badge, Group, List, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { PostResponse } from '@trellis/api-client';
import { reads } from '../../api/reads.ts';
import { LinkTo } from '../../ui/link-to.tsx';
import { Page, Pending } from '../../ui/page.tsx';
import { Time } from '../../ui/time.tsx';
import { nameOf } from '../calendar/post-name.ts';
import { Composer } from './composer.tsx';
import { UnknownOutcome } from './outcome.tsx';
import { PostNow } from './post-now.tsx';
import { Schedule } from './schedule.tsx';
import { Strip } from './strip.tsx';

/** A post: what it shows, when, what keeps it from being published, and what happened to it. */
export function Screen() {
  const { id } = useParams({ from: '/posts/$id' });
  const { data: post, error } = useQuery(reads.post(id));
  if (!post) return <Pending error={error} what="The post" />;
  return (
    <Page
      title={nameOf(post)}
      screen="Post"
      above={<LinkTo to="/calendar">Calendar</LinkTo>}
      aside={
        <>
          <Badge color={post.state === 'failed' || post.state === 'unknown' ? 'red.9' : 'teal.9'}>
            {post.due ? 'due' : post.state}
          </Badge>
          <LinkTo to="/accounts/$id" params={{ id: post.accountId }}>
            Account
          </LinkTo>
        </>
      }
    >
      {post.lastError && (
        <Alert role="alert" color="red" variant="light" title="What went wrong">
          <bdi>{post.lastError.detail}</bdi>
        </Alert>
      )}
      {post.due && <PostNow post={post} />}
      {post.state === 'unknown' && <UnknownOutcome post={post} />}
      <Strip photos={post.photos} />
      <Composer key={`${post.id} ${post.state}`} post={post} />
      <Schedule post={post} />
      {(post.state === 'draft' || post.state === 'scheduled') && <Problems post={post} />}
      {post.permalink && (
        <Text>
          Published <Time at={post.publishedAt ?? ''} zone={post.timeZone ?? undefined} />:{' '}
          <a href={post.permalink} rel="noreferrer noopener" target="_blank">
            <bdi>{post.permalink}</bdi>
          </a>
        </Text>
      )}
      <History id={id} />
    </Page>
  );
}

/** Everything that would refuse it, and what is worth a look. */
function Problems({ post }: { post: PostResponse }) {
  const { data } = useQuery({ ...reads.preflight(post.id), queryKey: ['post', post.id, 'preflight', post.updatedAt] });
  if (!data || data.problems.length + data.warnings.length === 0) return null;
  return (
    <Alert
      color={data.ok ? 'gray' : 'yellow'}
      variant="light"
      title={data.ok ? 'Worth a look' : 'It cannot be published yet'}
    >
      <List aria-label="Problems">
        {[...data.problems, ...data.warnings].map(({ code, detail, position }) => (
          <List.Item key={`${code} ${position}`}>
            {position !== undefined && <b>Picture {position + 1}: </b>}
            <bdi>{detail}</bdi>
          </List.Item>
        ))}
      </List>
    </Alert>
  );
}

function History({ id }: { id: string }) {
  const { data } = useQuery(reads.postEvents(id));
  return (
    <Stack gap={4}>
      <Title order={2} size="h4">
        History
      </Title>
      {data?.items.map(({ id: event, at, kind, actor }) => (
        <Group key={event} gap="xs">
          <Text size="sm">
            <Time at={at} /> {kind.replaceAll('_', ' ')} by <bdi>{actor}</bdi>
          </Text>
        </Group>
      ))}
    </Stack>
  );
}
