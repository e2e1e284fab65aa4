import { useState } from 'react';
import { Card, SimpleGrid, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { api, ok } from '../api/client.ts';
import { FilterField } from '../ui/filter-field.tsx';
import { LinkTo } from '../ui/link-to.tsx';
import { More } from '../ui/more.tsx';
import { NameDialog } from '../ui/name-dialog.tsx';
import { Empty, Page, Pending } from '../ui/page.tsx';
import { useList } from '../ui/use-list.ts';
import { ChangeButton } from '../ui/when-allowed.tsx';

export function Screen() {
  const { q } = useSearch({ from: '/personas' });
  const navigate = useNavigate();
  const queries = useQueryClient();
  const { query, items } = useList(['personas', q], (cursor) =>
    ok(api.GET('/api/v1/personas', { params: { query: { q, limit: 60, cursor } } })),
  );
  const [creating, setCreating] = useState(false);
  const create = async (name: string) => {
    const { id } = await ok(api.POST('/api/v1/personas', { body: { name } }));
    await queries.invalidateQueries({ queryKey: ['personas'] });
    await navigate({ to: '/personas/$id', params: { id } });
  };
  const button = <ChangeButton onClick={() => setCreating(true)}>New persona</ChangeButton>;
  return (
    <Page
      title="Personas"
      aside={
        <>
          <FilterField
            value={q}
            onChange={(text) => void navigate({ to: '/personas', search: { q: text }, replace: true })}
          />
          {button}
        </>
      }
    >
      {!items ? (
        <Pending error={query.error} what="Personas" />
      ) : items.length === 0 ? (
        <Empty>
          {q ? 'No persona has this in its name.' : 'A persona is an account that you plan for. There is none yet.'}
        </Empty>
      ) : (
        <>
          <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }}>
            {items.map(({ id, name, timeZone }) => (
              <Card key={id} withBorder>
                <LinkTo to="/personas/$id" params={{ id }}>
                  <bdi>{name}</bdi>
                </LinkTo>
                <Text size="sm" c="dimmed">
                  {timeZone}
                </Text>
              </Card>
            ))}
          </SimpleGrid>
          <More query={query} />
        </>
      )}
      {creating && <NameDialog title="New persona" onClose={() => setCreating(false)} onCreate={create} />}
    </Page>
  );
}
