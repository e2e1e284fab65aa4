import 'reflect-metadata';
import { PhotoRestoredEvent } from './photo-restored.event.ts';

describe('PhotoRestoredEvent', () => {
  it('keeps its name and its JSON shape: both are a contract', () => {
    const event = new PhotoRestoredEvent({
      eventId: 'e',
      occurredAt: '2026-11-23T10:00:00.000Z',
      photoId: 'p',
      candidateId: null,
    });
    expect(PhotoRestoredEvent.eventName).toBe('photos.photo-restored');
    expect(JSON.stringify(event)).toBe(
      '{"eventId":"e","occurredAt":"2026-11-23T10:00:00.000Z","photoId":"p","candidateId":null}',
    );
  });
});
