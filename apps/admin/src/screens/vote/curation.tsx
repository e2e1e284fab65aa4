import { useRef, useState } from 'react';
import { Group, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { reads } from '../../api/reads.ts';
import { useKeys } from '../../keys/use-keys.ts';
import { followPointer } from '../../ui/zoom.ts';
import { candidateActs } from '../candidates/candidate-acts.ts';
import { Answer } from './answer.tsx';
import { Differences } from './differences.tsx';
import { Side } from './side.tsx';
import type { VoteMachine } from './vote-machine.ts';
import type { VoteState } from './vote-state.ts';

interface Props {
  runId: string;
  machine: VoteMachine;
  state: VoteState;
  whyNot?: string;
}

/** The pair with its answers. Space, held, shows the other picture in the same place. */
export function Curation({ runId, machine, state, whyNot }: Props) {
  const [zoomed, setZoomed] = useState(false);
  const [swapped, swap] = useState(false);
  const [informed, inform] = useState(false);
  const ground = useRef<HTMLDivElement>(null);
  const { pair, phase } = state;
  const { data: run } = useQuery(reads.run(runId));
  const makeWinner = (letter: 'a' | 'b') =>
    pair && run && candidateActs.makeWinner(runId, pair[letter].id, run.winnerId);
  useKeys('vote', {
    ...(!whyNot && {
      a: () => machine.vote('a'),
      b: () => machine.vote('b'),
      draw: () => machine.vote('draw'),
      'reject a': () => machine.reject(['a']),
      'reject b': () => machine.reject(['b']),
      'reject both': () => machine.reject(['a', 'b']),
      'winner a': () => makeWinner('a'),
      'winner b': () => makeWinner('b'),
    }),
    skip: () => machine.skip(),
    swap,
    zoom: () => setZoomed(!zoomed),
    information: () => inform(!informed),
    fullscreen: () => {
      if (document.fullscreenElement) void document.exitFullscreen();
      else void ground.current?.requestFullscreen();
    },
  });
  if (!pair) return null;
  const isArmed = phase === 'armed';
  const disabled = !isArmed || whyNot !== undefined;
  return (
    <div className="vote" ref={ground} onPointerMove={followPointer}>
      <div className="vote-pair">
        {(['a', 'b'] as const).map((letter) => (
          <Side
            key={letter}
            letter={letter}
            pictureId={pair[swapped ? (letter === 'a' ? 'b' : 'a') : letter].id}
            {...{ machine, disabled, zoomed, swapped, whyNot }}
          />
        ))}
      </div>
      {informed && <Differences pair={pair} />}
      <Group justify="center" gap="xs">
        <Answer keys="ArrowDown 0" disabled={disabled} whyNot={whyNot} onClick={() => machine.vote('draw')}>
          Draw
        </Answer>
        <Answer keys="S" disabled={!isArmed} onClick={() => machine.skip()}>
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
