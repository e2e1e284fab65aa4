import { Alert, Group, List, SimpleGrid, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { OverviewResponse } from '@trellis/api-client';
import { reads } from '../api/reads.ts';
import { useWhyNot } from '../session/session.tsx';
import { isReason, reasonWords, type LinkReason } from '../ui/link-chip.tsx';
import { useRetry } from '../ui/use-retry.ts';
import { ChangeButton } from '../ui/when-allowed.tsx';
import { ButtonTo, LinkTo } from '../ui/link-to.tsx';
import { Page, Pending } from '../ui/page.tsx';
import { Section } from '../ui/section.tsx';
import { Time, useZone } from '../ui/time.tsx';
import { TodayGaps } from './gaps/today-gaps.tsx';

/** What needs a person. An empty library shows the three steps to a first photo. */
export function Screen() {
  const { data, error } = useQuery(reads.overview());
  const { data: personas } = useQuery(reads.personas());
  if (!data || !personas) return <Pending error={error} what="The overview" />;
  return <Page title="Today">{personas.items.length === 0 ? <FirstSteps /> : <Waiting overview={data} />}</Page>;
}

function FirstSteps() {
  const whyNot = useWhyNot();
  if (whyNot) return <Text>The library is empty. {whyNot}</Text>;
  return (
    <Stack maw={560}>
      <Text>The library is empty. Three steps lead to a first photo.</Text>
      <List type="ordered" spacing="md">
        <List.Item>
          <Text>Plan a persona, with its pillars and their weights, and a cluster for one of them.</Text>
          <ButtonTo to="/personas">Plan a persona</ButtonTo>
        </List.Item>
        <List.Item>
          <Text>Start a run in the cluster, and upload its candidates.</Text>
          <ButtonTo to="/clusters" variant="default">
            Start a run
          </ButtonTo>
        </List.Item>
        <List.Item>
          <Text>Vote, choose the winner, and complete the run. The winner becomes a photo.</Text>
          <ButtonTo to="/runs" variant="default">
            Choose a winner
          </ButtonTo>
        </List.Item>
      </List>
    </Stack>
  );
}

function Waiting({ overview: { toVote, links, needsCrop, runs, gaps, duePosts } }: { overview: OverviewResponse }) {
  const reasons = Object.entries(links).sort(([, a], [, b]) => b - a);
  return (
    <SimpleGrid cols={{ base: 1, md: 2 }} style={{ alignItems: 'start' }}>
      {duePosts.length > 0 && (
        <Section title="Posts to publish now">
          {duePosts.map(({ postId, scheduledAt, personaId }) => (
            <Group key={postId} justify="space-between" gap="xs">
              <DueTime at={scheduledAt} personaId={personaId} />
              <ButtonTo to="/posts/$id" params={{ id: postId }}>
                Post now
              </ButtonTo>
            </Group>
          ))}
        </Section>
      )}
      <Section title="Runs to vote">
        {toVote.length === 0 && <Text c="dimmed">Every pair of the open runs has a vote.</Text>}
        {toVote.map(({ runId, name, openPairs }) => (
          <Group key={runId} justify="space-between" wrap="nowrap">
            <LinkTo to="/runs/$id" params={{ id: runId }}>
              <bdi>{name}</bdi>
            </LinkTo>
            <ButtonTo to="/runs/$id/vote" params={{ id: runId }} variant="default">
              Vote on {openPairs} pairs
            </ButtonTo>
          </Group>
        ))}
      </Section>
      <Section title="Winners that are not linked">
        {reasons.length === 0 && <Text c="dimmed">Every winner is a photo.</Text>}
        {reasons.map(([reason, count]) => (
          <div key={reason}>
            <Group justify="space-between" wrap="nowrap">
              <LinkTo to="/links" search={reason === 'pending' ? { state: 'pending' } : { reason }}>
                {count} × {reason}
              </LinkTo>
              {isReason(reason) && <RetryReason reason={reason} />}
            </Group>
            <Text size="sm" c="dimmed">
              {reasonWords[reason] ?? 'They are linked in a moment.'}
            </Text>
          </div>
        ))}
      </Section>
      <Section title="Gaps">
        <TodayGaps gaps={gaps} />
      </Section>
      <Section title="Photos">
        {needsCrop === 0 ? (
          <Text c="dimmed">No photo waits for a crop.</Text>
        ) : (
          <Alert color="yellow" variant="light">
            <LinkTo to="/photos" search={{ readiness: 'needs_crop' }}>
              {needsCrop} photos need a crop before they can be posted.
            </LinkTo>
          </Alert>
        )}
      </Section>
      <Section title="Runs">
        <Text>
          {runs.running} running, {runs.pending} pending, {runs.completed} completed, {runs.failed} failed
        </Text>
      </Section>
    </SimpleGrid>
  );
}

function DueTime({ at, personaId }: { at: string; personaId: string }) {
  const { data: personas } = useQuery(reads.personas());
  const name = personas?.items.find(({ id }) => id === personaId)?.name;
  return (
    <Text>
      <bdi>{name ?? 'A post'}</bdi>, due since <Time at={at} zone={useZone(personaId)} />
    </Text>
  );
}

/** Tries the links with this reason again. */
function RetryReason({ reason }: { reason: LinkReason }) {
  const retry = useRetry();
  return (
    <ChangeButton size="xs" variant="default" onClick={() => retry.mutate({ reason })} loading={retry.isPending}>
      Retry
    </ChangeButton>
  );
}
