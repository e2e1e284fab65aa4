import 'reflect-metadata';
import { RenditionDueEvent } from './rendition-due.event.ts';

describe('RenditionDueEvent', () => {
  it('keeps its name and its JSON shape: both are a contract', () => {
    const event = new RenditionDueEvent({
      eventId: 'e',
      occurredAt: '2026-11-23T10:00:00.000Z',
      photoId: 'p',
      version: 2,
    });
    expect(RenditionDueEvent.eventName).toBe('photos.rendition-due');
    expect(JSON.stringify(event)).toBe(
      '{"eventId":"e","occurredAt":"2026-11-23T10:00:00.000Z","photoId":"p","version":2}',
    );
  });
});
