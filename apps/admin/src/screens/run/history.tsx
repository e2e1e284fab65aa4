import { List, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { api, ok } from '../../api/client.ts';
import { useSession } from '../../session/session.tsx';
import { Time, useZone } from '../../ui/time.tsx';

const SHOWN = 20;

/** Who did what to the run, newest first. The audit log is for admins. */
export function History({ runId, personaId }: { runId: string; personaId: string | null }) {
  const zone = useZone(personaId);
  const isAdmin = useSession().role === 'admin';
  const { data } = useQuery({
    queryKey: ['run', runId, 'history'],
    queryFn: () =>
      ok(api.GET('/api/v1/audit', { params: { query: { subjectType: 'run', subjectId: runId, limit: SHOWN } } })),
    enabled: isAdmin,
  });
  if (!data || data.items.length === 0) return null;
  return (
    <section aria-label="History">
      <Title order={2} size="h4">
        History
      </Title>
      <List listStyleType="none" spacing={2}>
        {data.items.map(({ id, at, actor, action }) => (
          <List.Item key={id}>
            <Text size="sm">
              <Time at={at} zone={zone} />: {action.replace(/^run\./, '').replaceAll('_', ' ')}, <bdi>{actor}</bdi>
            </Text>
          </List.Item>
        ))}
      </List>
    </section>
  );
}
