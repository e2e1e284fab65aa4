import type { ReactNode } from 'react';
import { Alert, Button, Group } from '@mantine/core';
import { ProblemError, type Problem } from '../api/problem-error.ts';

/** The refusal of a save because another person was faster; undefined for any other error. */
export const staleOf = (error: unknown): Problem | undefined =>
  error instanceof ProblemError && error.problem.code === 'stale' ? error.problem : undefined;

interface Props {
  problem: Problem;
  /** Saves on top of what the other person saved; called with the moment of their change. */
  onKeepMine: (seen: string) => void;
  onTakeTheirs?: () => void;
  /** Both values, so that the person can choose. */
  children: ReactNode;
}

/** Says who changed what since it was opened. Nothing that was typed is lost. */
export function Conflict({ problem, onKeepMine, onTakeTheirs, children }: Props) {
  return (
    <Alert role="alert" color="yellow" variant="light">
      changed by {problem.changedBy ?? 'another person'} since you opened it{children}
      <Group gap="xs" mt="xs">
        <Button size="xs" variant="default" onClick={() => onKeepMine(problem.changedAt ?? '')}>
          Keep mine
        </Button>
        {onTakeTheirs && (
          <Button size="xs" variant="default" onClick={onTakeTheirs}>
            Take theirs
          </Button>
        )}
      </Group>
    </Alert>
  );
}
