import { useEffect } from 'react';
import { Alert, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { BatchResponse } from '@trellis/api-client';
import { queryClient } from '../../api/query-client.ts';
import { reads } from '../../api/reads.ts';
import { some } from '../gaps/gap-words.ts';

/** How far a batch is, and why it waits or failed. */
export function BatchProgress({ id }: { id: string }) {
  const { data: batch } = useQuery(reads.batch(id));
  const isDone = batch?.state === 'done';
  const hasEnded = isDone || batch?.state === 'failed';
  useEffect(() => {
    if (hasEnded) void queryClient.invalidateQueries({ queryKey: ['ai'] });
    if (isDone) void queryClient.invalidateQueries({ queryKey: ['suggestions'] });
  }, [isDone, hasEnded]);
  if (!batch) return null;
  if (batch.state === 'failed')
    return (
      <Alert role="alert" color="red" variant="light" title="No ideas were written">
        {batch.error?.detail}
      </Alert>
    );
  return <Text role="status">{wordsOf(batch)}</Text>;
}

function wordsOf({ state, count, source, error, nextAttemptAt }: BatchResponse): string {
  if (state === 'done') return `${some(count, 'new idea')}${source === 'template' ? ', made without AI' : ''}.`;
  if (error && nextAttemptAt)
    return `${error.detail} It is asked again at ${new Date(nextAttemptAt).toLocaleTimeString('en')}.`;
  return `${some(count, 'idea is', 'ideas are')} being written.`;
}
