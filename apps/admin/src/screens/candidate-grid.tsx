import { useState } from 'react';
import { Badge, Button, Checkbox, Group, Stack, Text } from '@mantine/core';
import type { CandidateResponse } from '@trellis/api-client';
import { useKeys } from '../keys/use-keys.ts';
import { useWhyNot } from '../session/session.tsx';
import { Loupe } from '../ui/loupe.tsx';
import { ChangeButton } from '../ui/when-allowed.tsx';
import { useCandidateActs } from './use-candidate-acts.ts';

interface Props {
  runId: string;
  items: readonly CandidateResponse[];
  current?: CandidateResponse;
  onCurrent: (id: string) => void;
}

const nameOf = (n: number, total: number) => `Candidate ${n + 1} of ${total}`;

/** The candidates as tiles, one of them the current one, and the current one in the loupe. */
export function CandidateGrid({ runId, items, current, onCurrent }: Props) {
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [open, setOpen] = useState(false);
  const acts = useCandidateActs(runId);
  const whyNot = useWhyNot();
  const at = items.findIndex(({ id }) => id === current?.id);
  const move = (by: 1 | -1) => {
    const other = items[at + by];
    return other && (() => onCurrent(other.id));
  };
  const toggle = (id: string) => {
    const next = new Set(selected);
    if (!next.delete(id)) next.add(id);
    setSelected(next);
  };
  const rejectOrLift = () => {
    if (selected.size > 0) acts.reject([...selected]);
    else if (current?.status === 'rejected') acts.lift([current.id]);
    else if (current) acts.reject([current.id]);
    setSelected(new Set());
  };
  const makeWinner = () => {
    if (current?.status === 'active') acts.makeWinner(current, items.find(({ isWinner }) => isWinner)?.id);
  };
  useKeys('candidates', {
    previous: () => move(-1)?.(),
    next: () => move(1)?.(),
    loupe: () => setOpen(current !== undefined),
    select: () => current && toggle(current.id),
    ...(!whyNot && { reject: rejectOrLift, winner: makeWinner }),
  });
  return (
    <Stack>
      <Group>
        <ChangeButton onClick={makeWinner} disabled={current?.status !== 'active'} aria-keyshortcuts="W">
          Make winner
        </ChangeButton>
        <Button variant="default" disabled={!current} onClick={() => setOpen(true)} aria-keyshortcuts="Space Enter">
          Open
        </Button>
        {selected.size > 0 && (
          <Group role="toolbar" aria-label="Selection" gap="xs">
            <ChangeButton variant="default" onClick={rejectOrLift} aria-keyshortcuts="R">
              Reject
            </ChangeButton>
            <Button variant="default" onClick={() => setSelected(new Set())}>
              Clear
            </Button>
            <Text size="sm">{selected.size} selected</Text>
          </Group>
        )}
      </Group>
      <div className="grid" role="grid" aria-label="Candidates">
        {items.map((one, n) => (
          <div key={one.id} role="row">
            <Stack gap={4} role="gridcell" aria-selected={selected.has(one.id)}>
              <button
                type="button"
                className="tile"
                aria-current={one.id === current?.id}
                aria-label={`Candidate ${n + 1}`}
                onClick={() => onCurrent(one.id)}
                onDoubleClick={() => setOpen(true)}
              >
                <img src={one.thumbnailUrl} alt={nameOf(n, items.length)} loading="lazy" />
              </button>
              <Group gap="xs">
                <Checkbox
                  aria-label={`Select ${n + 1}`}
                  checked={selected.has(one.id)}
                  onChange={() => toggle(one.id)}
                />
                {one.isWinner && <Badge color="teal.9">winner</Badge>}
                {one.status === 'rejected' && <Badge color="red.9">rejected</Badge>}
                <span>{one.eloScore}</span>
              </Group>
            </Stack>
          </div>
        ))}
      </div>
      {open && current && (
        <Loupe
          title="Candidate"
          src={`/api/v1/candidates/${current.id}/renditions/1280`}
          alt={nameOf(at, items.length)}
          onPrevious={move(-1)}
          onNext={move(1)}
          onClose={() => setOpen(false)}
        >
          <Text>
            {current.width} × {current.height}, Elo {current.eloScore}, {current.voteCount} votes
          </Text>
          <Group>
            <ChangeButton onClick={makeWinner} disabled={current.status !== 'active'}>
              Make winner
            </ChangeButton>
            <ChangeButton variant="default" onClick={rejectOrLift}>
              {current.status === 'rejected' ? 'Lift rejection' : 'Reject'}
            </ChangeButton>
          </Group>
        </Loupe>
      )}
    </Stack>
  );
}
