import { NativeSelect, Table } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { api, ok } from '../../api/client.ts';
import { POLL_MS } from '../../api/reads.ts';
import { LinkTo } from '../../ui/link-to.tsx';
import { More } from '../../ui/more.tsx';
import { Empty, Page, Pending } from '../../ui/page.tsx';
import { Time } from '../../ui/time.tsx';
import { useList } from '../../ui/use-list.ts';
import { nameOf } from '../calendar/post-name.ts';

const states = ['draft', 'scheduled', 'publishing', 'published', 'unknown', 'failed', 'cancelled'] as const;

/** Every post, newest first. */
export function Screen() {
  const search = useSearch({ from: '/posts' });
  const navigate = useNavigate();
  const { query, items } = useList(
    ['posts', search],
    (cursor) => ok(api.GET('/api/v1/posts', { params: { query: { ...search, limit: 50, cursor } } })),
    { every: POLL_MS },
  );
  const set = (next: Partial<typeof search>) =>
    void navigate({ to: '/posts', search: { ...search, ...next }, replace: true });
  return (
    <Page
      title="Posts"
      above={<LinkTo to="/calendar">Calendar</LinkTo>}
      aside={
        <NativeSelect
          aria-label="State"
          value={search.state ?? ''}
          data={[{ value: '', label: 'Every state' }, ...states]}
          onChange={(event) => set({ state: states.find((one) => one === event.currentTarget.value) })}
        />
      }
    >
      {!items ? (
        <Pending error={query.error} what="Posts" />
      ) : items.length === 0 ? (
        <Empty>No post is like this. Choose photos, and create a post of them.</Empty>
      ) : (
        <Table.ScrollContainer minWidth={720}>
          <Table aria-label="Posts" highlightOnHover>
            <Table.Thead>
              <Table.Tr>
                {['Post', 'State', 'Time', 'Pictures', 'Problem'].map((head) => (
                  <Table.Th key={head}>{head}</Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {items.map((post) => (
                <Table.Tr key={post.id}>
                  <Table.Td>
                    <LinkTo to="/posts/$id" params={{ id: post.id }}>
                      <bdi>{nameOf(post)}</bdi>
                    </LinkTo>
                  </Table.Td>
                  <Table.Td>{post.due ? 'due: post it now' : post.state}</Table.Td>
                  <Table.Td>
                    {post.scheduledAt && <Time at={post.scheduledAt} zone={post.timeZone ?? undefined} />}
                  </Table.Td>
                  <Table.Td>{post.photos.length}</Table.Td>
                  <Table.Td>
                    <bdi>{post.lastError?.detail}</bdi>
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
          <More query={query} />
        </Table.ScrollContainer>
      )}
    </Page>
  );
}
