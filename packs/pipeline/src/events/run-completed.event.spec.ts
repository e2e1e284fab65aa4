import 'reflect-metadata';
import { RunCompletedEvent } from './run-completed.event.ts';

describe('RunCompletedEvent', () => {
  it('keeps its name and its JSON shape: both are a contract', () => {
    const event = new RunCompletedEvent({
      eventId: 'e',
      occurredAt: '2026-11-23T10:00:00.000Z',
      runId: 'r',
      personaId: 'p',
      clusterId: null,
      winner: { candidateId: 'c', imagePath: '/i.png' },
    });
    expect(RunCompletedEvent.eventName).toBe('pipeline.run-completed');
    expect(JSON.stringify(event)).toBe(
      '{"eventId":"e","occurredAt":"2026-11-23T10:00:00.000Z","runId":"r","personaId":"p","clusterId":null,"winner":{"candidateId":"c","imagePath":"/i.png"}}',
    );
  });
});
