import { useEffect, useMemo, useRef, useState, useSyncExternalStore, type ReactNode } from 'react';
import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useKeys } from '../../keys/use-keys.ts';
import { useWhyNot } from '../../session/session.tsx';
import { ButtonTo, LinkTo } from '../../ui/link-to.tsx';
import { Page } from '../../ui/page.tsx';
import { Waiting } from '../../base/waiting.tsx';
import { pictureOf } from './pictures.ts';
import { VoteMachine } from './vote-machine.ts';
import type { VoteState } from './vote-state.ts';
import { voteWorld } from './vote-world.ts';

/** Two pictures, as large as the window, one key for each answer. */
export function Screen() {
  const { id } = useParams({ from: '/runs/$id/vote' });
  const queries = useQueryClient();
  const machine = useMemo(() => {
    const prefetch = new URLSearchParams(location.search).get('prefetch') !== 'off';
    return new VoteMachine(voteWorld(id, prefetch));
  }, [id]);
  const state = useSyncExternalStore(machine.subscribe, machine.read);
  const whyNot = useWhyNot();
  useEffect(() => {
    void machine.start();
    // What the other screens know of this run is old afterwards.
    return () => void queries.invalidateQueries();
  }, [machine, queries]);
  return (
    <Page
      title={state.phase === 'done' ? 'Vote' : 'Which is better?'}
      screen="Vote"
      above={
        <LinkTo to="/runs/$id" params={{ id }}>
          Run
        </LinkTo>
      }
      aside={
        <Text role="status" aria-label="Votes">
          {state.votes} votes
          {state.unsent > 1 && `, ${state.unsent} not sent yet`}
        </Text>
      }
    >
      {state.message && (
        <Alert role="alert" color="yellow" variant="light">
          {state.message}
        </Alert>
      )}
      {state.phase === 'done' ? (
        <End runId={id} state={state} onUndo={() => machine.undo()} />
      ) : state.pair ? (
        <Curation machine={machine} state={state} whyNot={whyNot} />
      ) : (
        <Waiting />
      )}
    </Page>
  );
}

function End({ runId, state, onUndo }: { runId: string; state: VoteState; onUndo: () => void }) {
  useKeys('vote', { undo: onUndo });
  return (
    <Stack align="center" py="xl">
      <Text>{state.reason === 'no_candidates' ? 'Nothing to compare' : 'Every pair has been compared'}</Text>
      <Group>
        <ButtonTo to="/runs/$id/candidates" params={{ id: runId }} search={{ sort: 'elo' }}>
          Choose a winner
        </ButtonTo>
        {state.canUndo && (
          <Button variant="default" onClick={onUndo}>
            Undo
          </Button>
        )}
      </Group>
    </Stack>
  );
}

interface Shown {
  machine: VoteMachine;
  state: VoteState;
  whyNot?: string;
}

function Curation({ machine, state, whyNot }: Shown) {
  const [zoomed, setZoomed] = useState(false);
  const ground = useRef<HTMLDivElement>(null);
  const may = (act: () => void) => (whyNot ? () => undefined : act);
  useKeys('vote', {
    a: may(() => machine.vote('a')),
    b: may(() => machine.vote('b')),
    draw: may(() => machine.vote('draw')),
    skip: () => machine.skip(),
    undo: may(() => machine.undo()),
    'reject a': may(() => machine.reject(['a'])),
    'reject b': may(() => machine.reject(['b'])),
    'reject both': may(() => machine.reject(['a', 'b'])),
    zoom: () => setZoomed(!zoomed),
    fullscreen: () => {
      if (document.fullscreenElement) void document.exitFullscreen();
      else void ground.current?.requestFullscreen();
    },
  });
  const disabled = state.phase !== 'armed' || whyNot !== undefined;
  if (!state.pair) return null;
  return (
    <div
      className="vote"
      ref={ground}
      onPointerMove={({ clientX, clientY, currentTarget }) => {
        // Both pictures show the place under the pointer.
        currentTarget.style.setProperty('--x', `${(100 * clientX) / innerWidth}%`);
        currentTarget.style.setProperty('--y', `${(100 * clientY) / innerHeight}%`);
      }}
    >
      <div className="vote-pair">
        {(['a', 'b'] as const).map((letter) => (
          <Side key={letter} letter={letter} {...{ machine, state, disabled, zoomed, whyNot }} />
        ))}
      </div>
      <Group justify="center" gap="xs">
        <Answer keys="ArrowDown 0" disabled={disabled} whyNot={whyNot} onClick={() => machine.vote('draw')}>
          Draw
        </Answer>
        <Answer keys="S" disabled={disabled} onClick={() => machine.skip()}>
          Skip
        </Answer>
        <Answer keys="U Backspace" disabled={whyNot !== undefined} whyNot={whyNot} onClick={() => machine.undo()}>
          Undo
        </Answer>
        <Text size="sm">{state.openPairs} pairs left</Text>
      </Group>
    </div>
  );
}

interface SideProps extends Shown {
  letter: 'a' | 'b';
  disabled: boolean;
  zoomed: boolean;
}

function Side({ machine, state, letter, disabled, zoomed, whyNot }: SideProps) {
  const name = letter.toUpperCase();
  const arrow = letter === 'a' ? 'ArrowLeft' : 'ArrowRight';
  if (!state.pair) return null;
  return (
    <div className="vote-side">
      <div className="frame">
        <img
          src={pictureOf(state.pair[letter].id)}
          alt={`Candidate ${name}`}
          className={zoomed ? 'whole' : undefined}
        />
      </div>
      <Group justify="center" gap="xs">
        <Answer
          keys={`${arrow} ${letter === 'a' ? 1 : 2}`}
          disabled={disabled}
          whyNot={whyNot}
          onClick={() => machine.vote(letter)}
        >
          {name} is better
        </Answer>
        <Answer keys={`Shift+${arrow}`} disabled={disabled} whyNot={whyNot} onClick={() => machine.reject([letter])}>
          Reject {name}
        </Answer>
      </Group>
    </div>
  );
}

interface AnswerProps {
  keys: string;
  disabled: boolean;
  whyNot?: string;
  onClick: () => void;
  children: ReactNode;
}

/** Stays in reach of the keyboard while it is disabled; the machine takes nothing then. */
function Answer({ keys, disabled, whyNot, onClick, children }: AnswerProps) {
  return (
    <Button
      variant="default"
      aria-keyshortcuts={keys}
      aria-disabled={disabled}
      data-disabled={disabled || undefined}
      title={whyNot}
      onClick={disabled ? undefined : onClick}
    >
      {children}
    </Button>
  );
}
