import 'reflect-metadata';
import { PhotoRenderedEvent } from './photo-rendered.event.ts';

describe('PhotoRenderedEvent', () => {
  it('keeps its name and its JSON shape: both are a contract', () => {
    const occurredAt = '2026-11-23T10:00:00.000Z';
    const event = new PhotoRenderedEvent({ eventId: 'e', occurredAt, photoId: 'p', version: 2 });
    expect(PhotoRenderedEvent.eventName).toBe('photos.photo-rendered');
    expect(JSON.stringify(event)).toBe(
      '{"eventId":"e","occurredAt":"2026-11-23T10:00:00.000Z","photoId":"p","version":2}',
    );
  });
});
