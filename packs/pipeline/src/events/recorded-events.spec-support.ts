import { Injectable } from '@nestjs/common';
import { Subscribe } from '@trellis/events';
import type { RunningPack } from '@trellis/testing';
import { RunCompletedEvent } from './run-completed.event.ts';

/** Subscribes to the event, because an event without a subscription is not recorded. No worker handles its jobs. */
@Injectable()
export class Recorder {
  @Subscribe(RunCompletedEvent, { as: 'test.recorder', concurrency: 1 })
  onRunCompleted(): Promise<void> {
    return Promise.resolve();
  }
}

/** The recorded events of a run, oldest first. */
export async function recordedEvents(pack: RunningPack, runId: string): Promise<object[]> {
  const rows = await pack.dataSource.query<{ event: object }[]>(
    `select data->'event' as event from pgboss.job where data->'event'->>'runId' = $1 order by created_on, id`,
    [runId],
  );
  return rows.map(({ event }) => event);
}
