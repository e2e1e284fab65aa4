import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { Alert, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useBlocker, useParams, useSearch } from '@tanstack/react-router';
import { Waiting } from '../../base/waiting.tsx';
import { useKeys } from '../../keys/use-keys.ts';
import { useWhyNot } from '../../session/session.tsx';
import { LinkTo } from '../../ui/link-to.tsx';
import { Page } from '../../ui/page.tsx';
import { Curation } from './curation.tsx';
import { End } from './end.tsx';
import { VoteMachine } from './vote-machine.ts';
import { voteWorld } from './vote-world.ts';

const LEAVE = 'Votes wait for the server. Leave, and lose them?';

/** Two pictures, as large as the window, one key for each answer. */
export function Screen() {
  const { id } = useParams({ from: '/runs/$id/vote' });
  const { step, prefetch } = useSearch({ from: '/runs/$id/vote' });
  const queries = useQueryClient();
  const machine = useMemo(
    () => new VoteMachine(voteWorld(id, { stepId: step, prefetch: prefetch !== 'off' })),
    [id, step, prefetch],
  );
  const state = useSyncExternalStore(machine.subscribe, machine.read);
  const whyNot = useWhyNot();
  // On every part of the screen: between two of them the key must not undo something else.
  useKeys('vote', whyNot ? {} : { undo: () => machine.undo() });
  useEffect(() => {
    void machine.start();
    // What the other screens know of this run is old afterwards.
    return () => void queries.invalidateQueries();
  }, [machine, queries]);
  // Votes that wait for the server are on this page only.
  const isWaiting = state.unsent > 0 && state.message !== undefined;
  useBlocker({ shouldBlockFn: () => isWaiting && !window.confirm(LEAVE), enableBeforeUnload: isWaiting });
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
        <End runId={id} stepId={step} state={state} onUndo={() => machine.undo()} />
      ) : state.pair ? (
        <Curation runId={id} machine={machine} state={state} whyNot={whyNot} />
      ) : (
        <Waiting />
      )}
    </Page>
  );
}
