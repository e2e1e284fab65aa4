import { Group, Stack, Text } from '@mantine/core';
import type { CandidateResponse } from '@trellis/api-client';
import { Loupe } from '../../ui/loupe.tsx';
import { pictureOf } from '../../ui/decode.ts';
import { Time } from '../../ui/time.tsx';
import { ChangeButton } from '../../ui/when-allowed.tsx';

interface Props {
  candidate: CandidateResponse;
  name: string;
  /** Addresses of what is looked at next. */
  ahead: readonly string[];
  zoomed: boolean;
  acts: { reject?: () => void; winner?: () => void };
  onPrevious?: () => void;
  onNext?: () => void;
  onClose: () => void;
}

/** One candidate, as large as the window. */
export function CandidateLoupe({ candidate, name, ahead, acts, ...loupe }: Props) {
  const { id, width, height, eloScore, voteCount, status, isWinner, createdAt, contentType } = candidate;
  return (
    <Loupe title="Candidate" picture={{ src: pictureOf(id), alt: name }} ahead={ahead} keys={acts} {...loupe}>
      <Stack gap={2}>
        <Text>
          Elo {eloScore}, {voteCount} votes
          {isWinner ? ', the winner' : ''}
          {status === 'rejected' ? ', rejected' : ''}
        </Text>
        <Text size="sm">
          {width} × {height}, {contentType}
        </Text>
        <Text size="sm">
          <Time at={createdAt} />
        </Text>
      </Stack>
      <Group>
        <ChangeButton onClick={acts.winner} disabled={status !== 'active' || isWinner} aria-keyshortcuts="W">
          Make winner
        </ChangeButton>
        <ChangeButton variant="default" onClick={acts.reject} aria-keyshortcuts="R">
          {status === 'rejected' ? 'Lift rejection' : 'Reject'}
        </ChangeButton>
      </Group>
    </Loupe>
  );
}
