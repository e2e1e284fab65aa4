import { useState } from 'react';
import { Alert, Button, NativeSelect, SegmentedControl, Text, Title, useMatches } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { PostResponse } from '@trellis/api-client';
import { reads } from '../../api/reads.ts';
import { useKeys } from '../../keys/use-keys.ts';
import { useWhyNot } from '../../session/session.tsx';
import { ButtonTo } from '../../ui/link-to.tsx';
import { Page, Pending } from '../../ui/page.tsx';
import { useZone } from '../../ui/time.tsx';
import { ChangeButton } from '../../ui/when-allowed.tsx';
import { Agenda } from './agenda.tsx';
import { addDays, addMonths, daysOf, isDate, titleOf, todayIn } from './dates.ts';
import { Days } from './days.tsx';
import { FeedDialog } from './feed-dialog.tsx';
import { MoveToDialog } from './move-dialog.tsx';
import { PlanDialog } from './plan-dialog.tsx';
import { moveBy } from './post-acts.ts';
import { isMovable } from './post-name.ts';
import { PublishingState } from './publishing-state.tsx';

/** Posts by their dates, in the zones of their accounts. On a phone they are a list. */
export function Screen() {
  const search = useSearch({ from: '/calendar' });
  const navigate = useNavigate();
  const { view = 'month', personaId } = search;
  const today = todayIn(useZone(personaId));
  const date = isDate(search.date) ? search.date : today;
  const days = daysOf(date, view);
  const [first = date, last = date] = [days[0], days.at(-1)];
  const { data: personas } = useQuery(reads.personas());
  const { data, error } = useQuery(reads.calendar({ personaId, from: addDays(first, -1), to: addDays(last, 1) }));
  const [currentId, setCurrent] = useState<string>();
  const [asking, ask] = useState<'move' | 'plan' | 'feed'>();
  const isNarrow = useMatches({ base: true, sm: false });
  const whyNot = useWhyNot();
  const current = data?.items.find(({ id }) => id === currentId);
  const set = (next: Partial<typeof search>) =>
    void navigate({ to: '/calendar', search: { ...search, ...next }, replace: true });
  const go = (by: 1 | -1) => set({ date: view === 'month' ? addMonths(date, by) : addDays(date, by * 7) });
  const open = ({ id }: PostResponse) => void navigate({ to: '/posts/$id', params: { id } });
  const canMove = current && isMovable(current) && !whyNot;
  useKeys('calendar', {
    previous: () => go(-1),
    next: () => go(1),
    today: () => set({ date: undefined }),
    ...(current && { open: () => open(current) }),
    ...(canMove && { earlier: () => moveBy(current, -1), later: () => moveBy(current, 1), move: () => ask('move') }),
  });
  const shown = { days, today, month: date.slice(0, 7), current: currentId, onCurrent: setCurrent, onOpen: open };
  return (
    <Page
      title="Calendar"
      aside={
        <>
          <NativeSelect
            aria-label="Persona"
            value={personaId ?? ''}
            data={[
              { value: '', label: 'Every persona' },
              ...(personas?.items ?? []).map(({ id, name }) => ({ value: id, label: name })),
            ]}
            onChange={({ currentTarget }) => set({ personaId: currentTarget.value || undefined })}
          />
          <SegmentedControl
            aria-label="View"
            value={view}
            data={[
              { value: 'month', label: 'Month' },
              { value: 'week', label: 'Week' },
            ]}
            onChange={(value) => set({ view: value === 'week' ? 'week' : undefined })}
          />
          <Button.Group>
            <Button variant="default" onClick={() => go(-1)} aria-label={`Previous ${view}`}>
              ‹
            </Button>
            <Button variant="default" onClick={() => set({ date: undefined })} aria-keyshortcuts="T">
              Today
            </Button>
            <Button variant="default" onClick={() => go(1)} aria-label={`Next ${view}`}>
              ›
            </Button>
          </Button.Group>
          <ButtonTo to="/posts" search={personaId ? { personaId } : {}} variant="default">
            Posts
          </ButtonTo>
          <Button
            variant="default"
            renderRoot={(props) => <a href={csvOf({ personaId, from: first, to: last })} download {...props} />}
          >
            CSV
          </Button>
          {personaId && (
            <ChangeButton variant="default" onClick={() => ask('feed')}>
              Feed
            </ChangeButton>
          )}
          <ChangeButton onClick={() => ask('plan')}>Plan</ChangeButton>
        </>
      }
    >
      <PublishingState />
      <Title order={2} size="h4" aria-live="polite">
        {titleOf(date, view)}
      </Title>
      {!data ? (
        <Pending error={error} what="The calendar" />
      ) : isNarrow ? (
        <Agenda posts={data.items} openSlots={data.openSlots} {...shown} />
      ) : (
        <Days posts={data.items} openSlots={data.openSlots} {...shown} />
      )}
      {data?.items.length === 0 && data.openSlots.length === 0 && (
        <Alert variant="light" color="gray">
          <Text>
            Nothing is planned here. Choose photos and create a post, or give an account slots and fill them with Plan.
          </Text>
        </Alert>
      )}
      {asking === 'move' && current && <MoveToDialog post={current} onClose={() => ask(undefined)} />}
      {asking === 'feed' && personaId && <FeedDialog personaId={personaId} onClose={() => ask(undefined)} />}
      {asking === 'plan' && (
        <PlanDialog
          personaId={personaId}
          from={first < today ? today : first}
          to={last}
          onClose={() => ask(undefined)}
        />
      )}
    </Page>
  );
}

const csvOf = ({ personaId, ...dates }: { personaId: string | undefined; from: string; to: string }): string =>
  `/api/v1/calendar.csv?${new URLSearchParams({ ...dates, ...(personaId && { personaId }) }).toString()}`;
