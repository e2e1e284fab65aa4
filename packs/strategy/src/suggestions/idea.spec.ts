import { readIdeas } from './idea.ts';

const idea = { title: 'Rain', description: 'A grey day.', prompt: 'rain on glass' };

describe('the ideas of an answer', () => {
  it.each<[string, unknown, number]>([
    ['the form that was asked for', { suggestions: [idea, idea] }, 2],
    ['a list', [idea, idea], 2],
    ['a list under another name', { ideas: [idea, idea] }, 2],
    ['one object', idea, 1],
    ['more than were wanted', [idea, idea, idea], 2],
    ['space around the texts', [{ ...idea, title: ' Rain\n' }], 1],
    ['other fields', [{ ...idea, keywords: ['x'] }], 1],
    ['characters that cannot be stored', [{ ...idea, prompt: 'rain \u0000on glass' }], 1],
  ])('are read from %s', (_name, json, count) => {
    expect(readIdeas(json, count)).toEqual(Array.from({ length: count }, () => idea));
  });

  it.each<[string, unknown, number]>([
    ['fewer than were wanted', [idea], 2],
    ['an empty description', [{ ...idea, description: ' ' }], 1],
    ['a title that is too long', [{ ...idea, title: 'x'.repeat(81) }], 1],
    ['another form', [{ name: 'Market', description: 'Stalls.' }], 1],
    ['a number', [{ ...idea, prompt: 7 }], 1],
    ['null', [null], 1],
    ['no list', { suggestions: 'none' }, 1],
  ])('are of no use with %s', (_name, json, count) => {
    expect(readIdeas(json, count)).toBeUndefined();
  });
});
