import { templateIdeas } from './template-ideas.ts';
import { overlapOf } from './trigrams.ts';

const pillar = {
  id: '01890a5d-ac96-774b-bcce-b302099a8057',
  personaId: '01890a5d-ac96-774b-bcce-b302099a8058',
  name: 'Harbor mornings',
  description: 'Quiet boats and ropes before the first ferry',
  guidelines: {},
};
const none = { titles: [], prompts: [] };

describe('template ideas', () => {
  it('are the same for the same library, and say that no model made them', () => {
    const ideas = templateIdeas(pillar, none, 10);
    expect(templateIdeas(pillar, none, 10)).toEqual(ideas);
    expect(ideas).toHaveLength(10);
    for (const { title, description, prompt } of ideas) {
      expect(description).toMatch(/^Template idea, made without AI\. /);
      expect(title.length).toBeLessThanOrEqual(80);
      expect(prompt).toMatch(/harbor|mornings|quiet|boats|ropes|first|ferry/);
    }
    expect(new Set(ideas.map(({ title }) => title.toLowerCase())).size).toBe(10);
  });

  it('differ from what is there, and from each other', () => {
    const before = templateIdeas(pillar, none, 5);
    const known = { titles: before.map(({ title }) => title), prompts: before.map(({ prompt }) => prompt) };
    const prompts = [...before, ...templateIdeas(pillar, known, 5)].map(({ prompt }) => prompt);
    for (const [n, prompt] of prompts.entries())
      for (const other of prompts.slice(n + 1)) expect(overlapOf(prompt, other)).toBeLessThan(0.6);
  });

  it('take their topics from the guidelines, without those to avoid', () => {
    const guidelines = { topics: ['lemons', 'old clocks', 'Plastic cups'], avoidTopics: ['plastic'] };
    for (const { prompt } of templateIdeas({ ...pillar, guidelines }, none, 10))
      expect(prompt).toMatch(/^(lemons|old clocks),/);
    const all = { topics: ['plastic cups'], avoidTopics: ['plastic'] };
    expect(templateIdeas({ ...pillar, guidelines: all }, none, 1)[0]?.prompt).toMatch(/^everyday objects,/);
    const people = { topics: ['Women at work', 'a portrait', 'workbenches'] };
    for (const { prompt } of templateIdeas({ ...pillar, guidelines: people }, none, 5))
      expect(prompt).toMatch(/^workbenches,/);
  });

  it('are as many as wanted also when the lists are used up', () => {
    const known = { titles: [] as string[], prompts: [] as string[] };
    const one = { ...pillar, guidelines: { topics: ['x'] } };
    for (let n = 0; n < 60; n += 1)
      for (const { title, prompt } of templateIdeas(one, known, 10)) {
        known.titles.push(title);
        known.prompts.push(prompt);
      }
    expect(new Set(known.titles.map((title) => title.toLowerCase())).size).toBe(600);
  });

  it('have no word about people', () => {
    const text = JSON.stringify(templateIdeas({ ...pillar, guidelines: { topics: ['x'] } }, none, 200));
    expect(text).not.toMatch(/\b(woman|man|girl|boy|person|people|model|face|portrait|hand|child|she|he)\b/i);
  });
});

describe('the overlap of two texts', () => {
  it.each([
    ['a lemon', 'a lemon', 1],
    ['a lemon on a table', 'lemon', 1],
    ['lemon', 'a lemon on a table', 0.29],
    ['abc', 'xyz', 0],
    ['', 'x', 0],
  ])('of %j and %j is %s', (one, other, share) => {
    expect(overlapOf(one, other)).toBeCloseTo(share, 1);
  });
});
