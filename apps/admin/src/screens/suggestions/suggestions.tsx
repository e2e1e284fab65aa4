import { NativeSelect, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { api, ok } from '../../api/client.ts';
import { reads } from '../../api/reads.ts';
import { LinkTo } from '../../ui/link-to.tsx';
import { More } from '../../ui/more.tsx';
import { Empty, Page, Pending } from '../../ui/page.tsx';
import { useList } from '../../ui/use-list.ts';
import { BatchProgress } from './batch-progress.tsx';
import { NewIdeas } from './new-ideas.tsx';
import { Suggestion } from './suggestion.tsx';

const states = [
  { value: 'pending', label: 'To decide' },
  { value: 'accepted', label: 'Accepted' },
  { value: 'rejected', label: 'Rejected' },
  { value: 'expired', label: 'Expired' },
  { value: 'all', label: 'All' },
] as const;

/** Ideas for the pillars of a persona: asked for, edited, and accepted into a cluster and a run. */
export function Screen() {
  const { id } = useParams({ from: '/personas/$id/suggestions' });
  const { state = 'pending', pillarId, batch } = useSearch({ from: '/personas/$id/suggestions' });
  const navigate = useNavigate({ from: '/personas/$id/suggestions' });
  const { data: persona, error } = useQuery(reads.persona(id));
  const { data: pillars } = useQuery(reads.pillars(id));
  const { query, items } = useList(['suggestions', id, state, pillarId], (cursor) =>
    ok(
      api.GET('/api/v1/personas/{id}/suggestions', {
        params: { path: { id }, query: { state: state === 'all' ? undefined : state, pillarId, cursor } },
      }),
    ),
  );
  if (!persona || !pillars) return <Pending error={error} what="The persona" />;
  return (
    <Page
      title="Suggestions"
      above={
        <LinkTo to="/personas/$id" params={{ id }}>
          <bdi>{persona.name}</bdi>
        </LinkTo>
      }
      aside={
        <NativeSelect
          aria-label="State"
          value={state}
          data={[...states]}
          onChange={({ currentTarget }) => {
            const next = states.find(({ value }) => value === currentTarget.value)?.value;
            void navigate({ search: (old) => ({ ...old, state: next === 'pending' ? undefined : next }) });
          }}
        />
      }
    >
      <NewIdeas
        personaId={id}
        pillars={pillars.items}
        pillarId={pillarId}
        onAsked={(batchId) => void navigate({ search: (old) => ({ ...old, state: undefined, batch: batchId }) })}
      />
      {batch && <BatchProgress id={batch} />}
      {!items ? (
        <Pending error={query.error} what="The suggestions" />
      ) : items.length === 0 ? (
        <Empty>There is no idea here. Choose a pillar and “Suggest ideas”.</Empty>
      ) : (
        <Stack role="list" aria-label="Suggestions">
          {items.map((suggestion) => (
            <Suggestion key={suggestion.id} suggestion={suggestion} pillars={pillars.items} />
          ))}
        </Stack>
      )}
      <More query={query} />
    </Page>
  );
}
