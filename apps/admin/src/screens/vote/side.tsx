import { Group } from '@mantine/core';
import { pictureOf } from '../../ui/decode.ts';
import { Answer } from './answer.tsx';
import type { VoteMachine } from './vote-machine.ts';

interface Props {
  machine: VoteMachine;
  letter: 'a' | 'b';
  /** The candidate that is shown here: the other one while the sides are swapped. */
  pictureId: string;
  disabled: boolean;
  zoomed: boolean;
  swapped: boolean;
  whyNot?: string;
}

const other = { a: 'B', b: 'A' } as const;

/** One picture of the pair, and what can be said of it. */
export function Side({ machine, letter, pictureId, disabled, zoomed, swapped, whyNot }: Props) {
  const name = letter.toUpperCase();
  const arrow = letter === 'a' ? 'ArrowLeft' : 'ArrowRight';
  const keys = letter === 'a' ? `${arrow} 1` : `${arrow} 2`;
  return (
    <div className="vote-side">
      <div className="frame">
        <img
          src={pictureOf(pictureId)}
          alt={`Candidate ${swapped ? other[letter] : name}`}
          className={zoomed ? 'whole' : undefined}
        />
      </div>
      <Group justify="center" gap="xs">
        <Answer keys={keys} disabled={disabled} whyNot={whyNot} onClick={() => machine.vote(letter)}>
          {name} is better
        </Answer>
        <Answer keys={`Shift+${arrow}`} disabled={disabled} whyNot={whyNot} onClick={() => machine.reject([letter])}>
          Reject {name}
        </Answer>
      </Group>
    </div>
  );
}
