import { useState } from 'react';
import { Badge, Button, Group, Stack, Text } from '@mantine/core';
import type { CandidateResponse, RunResponse, RunStepResponse } from '@trellis/api-client';
import { useKeys } from '../../keys/use-keys.ts';
import { useWhyNot } from '../../session/session.tsx';
import { Compare } from '../../ui/compare.tsx';
import type { Picture } from '../../ui/grid/picture.ts';
import { PictureGrid } from '../../ui/grid/picture-grid.tsx';
import { SelectionBar } from '../../ui/grid/selection-bar.tsx';
import { usePicks } from '../../ui/grid/use-picks.ts';
import { pictureOf } from '../../ui/decode.ts';
import { ChangeButton } from '../../ui/when-allowed.tsx';
import { candidateActs } from './candidate-acts.ts';
import { CandidateLoupe } from './candidate-loupe.tsx';
import { TopK, useTopK } from './top-k.tsx';
import type { useCandidates } from './use-candidates.ts';

interface Props {
  run: RunResponse;
  /** The step whose candidates are shown, when it is one. */
  step?: RunStepResponse;
  candidates: ReturnType<typeof useCandidates>;
  /** The current one, by the address. */
  c: string | undefined;
  onCurrent: (id: string) => void;
}

const nameOf = (n: number, total: number | string | undefined) => `Candidate ${n + 1} of ${total ?? ''}`;

/** The candidates as tiles, one of them the current one. */
export function CandidateBoard({ run, step, candidates, c, onCurrent }: Props) {
  const { items = [], total, query, readAll } = candidates;
  const [opened, open] = useState<{ zoomed: boolean }>();
  const [comparing, compare] = useState(false);
  const picks = usePicks(items, readAll);
  const topK = useTopK(step, items);
  const whyNot = useWhyNot();
  const current = items.find(({ id }) => id === c) ?? items[0];
  const at = current ? items.indexOf(current) : -1;
  const picked = items.filter(({ id }) => picks.ids.has(id));
  const rejectOrLift = () => {
    const named = picks.ids.size > 0 ? [...picks.ids] : current ? [current.id] : [];
    const isRejected = (picked[0] ?? current)?.status === 'rejected';
    // The next one takes its place.
    const next = items.slice(at + 1).find(({ id }) => !named.includes(id)) ?? items[at - 1];
    if (next && current && named.includes(current.id)) onCurrent(next.id);
    picks.clear();
    if (isRejected) candidateActs.lift(named);
    else candidateActs.reject(named);
  };
  const makeWinner = (one = current) => {
    if (one?.status === 'active' && !one.isWinner) candidateActs.makeWinner(run.id, one.id, run.winnerId);
  };
  const neighbour = (by: 1 | -1) => {
    const other = items[at + by];
    return other && (() => onCurrent(other.id));
  };
  const acts = whyNot || !current ? {} : { reject: rejectOrLift, winner: () => makeWinner() };
  const canCompare = picked.length >= 2 && picked.length <= 4;
  const isOpen = opened !== undefined || comparing;
  useKeys('candidates', isOpen ? {} : acts);
  useKeys('grid', isOpen ? {} : { zoom: () => open({ zoomed: true }), compare: () => compare(canCompare) });
  const pictureFor = (one: CandidateResponse, n: number): Picture => ({
    id: one.id,
    src: one.thumbnailUrl,
    alt: nameOf(n, total),
    name: `Candidate ${n + 1}`,
    placeholder: one.placeholder,
    caption: <Caption of={one} advances={topK.advancing.has(one.id)} />,
  });
  return (
    <Stack>
      <Group mih={36}>
        <ChangeButton onClick={() => makeWinner()} disabled={current?.status !== 'active'} aria-keyshortcuts="W">
          Make winner
        </ChangeButton>
        {step && <TopK runId={run.id} step={step} topK={topK} />}
        <SelectionBar picks={picks}>
          <ChangeButton size="xs" variant="default" onClick={rejectOrLift} aria-keyshortcuts="R">
            {picked[0]?.status === 'rejected' ? 'Lift rejection' : 'Reject'}
          </ChangeButton>
          <Button
            size="xs"
            variant="default"
            disabled={!canCompare}
            onClick={() => compare(true)}
            aria-keyshortcuts="C"
          >
            Compare
          </Button>
        </SelectionBar>
      </Group>
      <PictureGrid
        name="Candidates"
        items={items}
        pictureOf={pictureFor}
        current={current?.id}
        onCurrent={onCurrent}
        onOpen={(id) => {
          onCurrent(id);
          open({ zoomed: false });
        }}
        picks={picks}
        isOpen={isOpen}
        onEnd={query.hasNextPage && !query.isFetchingNextPage ? () => void query.fetchNextPage() : undefined}
      />
      {opened && current && (
        <CandidateLoupe
          candidate={current}
          name={nameOf(at, total)}
          ahead={[items[at + 1], items[at + 2], items[at - 1]].flatMap((one) => (one ? [pictureOf(one.id)] : []))}
          zoomed={opened.zoomed}
          acts={acts}
          onPrevious={neighbour(-1)}
          onNext={neighbour(1)}
          onClose={() => open(undefined)}
        />
      )}
      {comparing && (
        <Compare
          pictures={picked.map((one) => ({ src: pictureOf(one.id), alt: nameOf(items.indexOf(one), total), one }))}
          onClose={() => compare(false)}
        >
          {({ one }) => (
            <ChangeButton size="xs" disabled={one.status !== 'active' || one.isWinner} onClick={() => makeWinner(one)}>
              {one.isWinner ? 'The winner' : 'Make winner'}
            </ChangeButton>
          )}
        </Compare>
      )}
    </Stack>
  );
}

function Caption({ of: { isWinner, status, eloScore }, advances }: { of: CandidateResponse; advances: boolean }) {
  return (
    <>
      <Text size="xs">{eloScore}</Text>
      {isWinner && <Badge color="teal.9">winner</Badge>}
      {status === 'rejected' && <Badge color="red.9">rejected</Badge>}
      {advances && (
        <Badge color="blue.9" tt="none">
          will advance
        </Badge>
      )}
    </>
  );
}
